package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An API key, without its secret, which is not kept.
 *
 * @param name for people
 * @param projects that it is good for; one that may do everything is good for all
 * @param expiresAt empty where it does not
 * @param lastUsedAt to the minute; empty where it was not used yet
 * @param revokedAt empty where it was not
 */
public record ApiKey(
        UUID id,
        String name,
        Set<Permission> permissions,
        Set<UUID> projects,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {
    public ApiKey {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        permissions = Set.copyOf(permissions);
        projects = Set.copyOf(projects);
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(expiresAt, "expiresAt is null");
        requireNonNull(lastUsedAt, "lastUsedAt is null");
        requireNonNull(revokedAt, "revokedAt is null");
    }

    public boolean hasExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }
}
