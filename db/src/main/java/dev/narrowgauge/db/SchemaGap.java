package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A schema that is older than this code.
 *
 * @param present version that the database has; empty where it has none
 * @param needed version of this code
 */
public record SchemaGap(Optional<String> present, String needed) {
    public SchemaGap {
        requireNonNull(present, "present is null");
        requireNonNull(needed, "needed is null");
    }

    /** A sentence for whoever runs the program. */
    public String explain() {
        return "The database has %s and this program needs version %s: run 'narrowgauge migrate' of this program's release."
                .formatted(present.map(version -> "schema version " + version).orElse("no schema yet"), needed);
    }
}
