package dev.narrowgauge.db;

import java.time.Instant;
import java.util.UUID;

/**
 * A page that was opened with a key.
 *
 * @param key which may have expired or been revoked since
 */
public record PageSession(UUID id, ApiKey key, Instant expiresAt) {
    public boolean hasExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
