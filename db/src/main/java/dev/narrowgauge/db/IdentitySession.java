package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.Identity;
import java.time.Instant;
import java.util.UUID;

/** A page that somebody has opened whom an identity provider knows. */
public record IdentitySession(UUID id, Identity identity, Instant expiresAt) {
    public IdentitySession {
        requireNonNull(id, "id is null");
        requireNonNull(identity, "identity is null");
        requireNonNull(expiresAt, "expiresAt is null");
    }
}
