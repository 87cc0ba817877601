package dev.narrowgauge.api.webhook;

import dev.narrowgauge.db.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A webhook as clients see it, without its secrets. */
@Schema(name = "Webhook")
public record WebhookView(
        UUID id,
        String url,
        List<String> events,

        @Schema(description = "Whether anything is sent there; not since its receiver answered 410")
        boolean active,

        Instant createdAt,
        Optional<Instant> deactivatedAt,

        @Schema(description = "Whether deliveries are signed with the secret before the newest, too")
        boolean signedTwice,

        @Schema(description = "Until when they are; null where they are not, or until there is another secret")
        Optional<Instant> previousSecretUntil) {
    static WebhookView of(Webhook webhook) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.events(),
                webhook.deactivatedAt().isEmpty(),
                webhook.createdAt(),
                webhook.deactivatedAt(),
                webhook.hasPreviousSecret(),
                webhook.previousSecretUntil());
    }
}
