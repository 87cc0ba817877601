package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A tenant: what is uploaded, asked for and measured belongs to one, and only those who may enter it see that there is any.
 *
 * @param name by which requests choose it
 * @param deletionAskedAt since when nobody enters it any more, and what it has is deleted; empty where it is not to be
 */
public record Project(UUID id, String name, Instant createdAt, Optional<Instant> deletionAskedAt) {
    /** The one that each installation has, as its migration made it. */
    public static final UUID FIRST = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public Project {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(deletionAskedAt, "deletionAskedAt is null");
    }

    /** Whether a project can be called so: as a label of DNS, so that it can stand in headers, paths and commands. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
