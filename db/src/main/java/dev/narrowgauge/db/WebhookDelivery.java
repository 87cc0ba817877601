package dev.narrowgauge.db;

import dev.narrowgauge.domain.webhook.DeliveryState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What was sent, or is to be.
 *
 * @param eventId the same of all deliveries of one event
 * @param attempts how often it was tried
 * @param nextAttemptAt empty where it is not tried any more
 * @param lastStatus of HTTP; empty where nobody answered
 * @param lastError why the last try was none; a sentence
 */
public record WebhookDelivery(
        UUID id,
        UUID webhook,
        UUID eventId,
        String event,
        DeliveryState state,
        int attempts,
        Optional<Instant> nextAttemptAt,
        OptionalInt lastStatus,
        Optional<String> lastError,
        Instant createdAt,
        Optional<Instant> attemptedAt,
        Optional<Instant> endedAt) {}
