package dev.narrowgauge.db;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a project wants to be told what happens in it, without what is signed with.
 *
 * @param events the words of what it asks for
 * @param previousSecretUntil until when it is signed with the secret before, too; empty where it is not, or until there is another
 * @param hasPreviousSecret whether it is
 * @param deactivatedAt since when nothing is sent there
 */
public record Webhook(
        UUID id,
        String url,
        List<String> events,
        Instant createdAt,
        boolean hasPreviousSecret,
        Optional<Instant> previousSecretUntil,
        Optional<Instant> deactivatedAt) {
    public Webhook {
        events = List.copyOf(events);
    }
}
