package dev.narrowgauge.api.webhook;

import dev.narrowgauge.db.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A webhook that has a secret since just now. */
public record NewWebhook(
        UUID id,
        String url,
        List<String> events,
        Instant createdAt,

        @Schema(
                description =
                        "Until when deliveries are signed with the secret before it, too; null where they are not, or until there is another")
        Optional<Instant> previousSecretUntil,

        @Schema(description = "What deliveries are signed with from now on; it is never told again")
        String secret) {
    static NewWebhook of(Webhook webhook, String secret) {
        return new NewWebhook(
                webhook.id(),
                webhook.url(),
                webhook.events(),
                webhook.createdAt(),
                webhook.previousSecretUntil(),
                secret);
    }

    /** Without the secret, which is to be in no log. */
    @Override
    public String toString() {
        return "NewWebhook[id=%s]".formatted(id);
    }
}
