package dev.narrowgauge.api.webhook;

import dev.narrowgauge.db.WebhookDelivery;
import dev.narrowgauge.domain.webhook.DeliveryState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What was sent to a webhook, or is to be, as clients see it. */
@Schema(name = "WebhookDelivery")
public record DeliveryView(
        UUID id,

        @Schema(description = "The same of all that is sent of one event, as the header Narrowgauge-Event-Id has it")
        UUID eventId,

        String event,
        DeliveryState state,

        @Schema(description = "How often it was tried") int attempts,

        @Schema(description = "When it is tried next; null where it is not any more")
        Optional<Instant> nextAttemptAt,

        @Schema(description = "Status of the last answer; null where there was none")
        OptionalInt lastStatus,

        @Schema(description = "Why the last try failed; null where it did not")
        Optional<String> lastError,

        Instant createdAt,
        Optional<Instant> attemptedAt,
        Optional<Instant> endedAt) {
    static DeliveryView of(WebhookDelivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.eventId(),
                delivery.event(),
                delivery.state(),
                delivery.attempts(),
                delivery.nextAttemptAt(),
                delivery.lastStatus(),
                delivery.lastError(),
                delivery.createdAt(),
                delivery.attemptedAt(),
                delivery.endedAt());
    }
}
