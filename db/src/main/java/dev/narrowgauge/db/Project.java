package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant: what is uploaded, asked for and measured belongs to one, and only those who may enter it see that there is any.
 *
 * @param name as {@link dev.narrowgauge.domain.access.ProjectName} has it, by which requests choose it
 * @param deletionAskedAt since when nobody enters it any more, and what it has is deleted; empty where it is not to be
 */
public record Project(UUID id, String name, Instant createdAt, Optional<Instant> deletionAskedAt) {
    /** The one that each installation has, as its migration made it. */
    public static final UUID FIRST = UUID.fromString("00000000-0000-0000-0000-000000000001");

    public Project {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(deletionAskedAt, "deletionAskedAt is null");
    }
}
