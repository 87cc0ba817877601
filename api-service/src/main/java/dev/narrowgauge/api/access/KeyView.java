package dev.narrowgauge.api.access;

import dev.narrowgauge.db.ApiKey;
import dev.narrowgauge.domain.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An API key as clients see it, without its secret. */
@Schema(name = "ApiKey")
public record KeyView(
        UUID id,
        String name,

        @Schema(description = "What it is good for") List<String> scopes,

        Instant createdAt,

        @Schema(description = "Since when, or from when on, it is good for nothing; null where it does not expire")
        Optional<Instant> expiresAt,

        @Schema(description = "To the minute; null where it was not used yet")
        Optional<Instant> lastUsedAt,

        @Schema(description = "Since when somebody has ended what it is good for; null where nobody has")
        Optional<Instant> revokedAt) {
    static KeyView of(ApiKey key) {
        return new KeyView(
                key.id(),
                key.name(),
                words(key.permissions()),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revokedAt());
    }

    /** The less powerful first. */
    static List<String> words(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Permission::word).toList();
    }
}
