package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import java.util.UUID;

/**
 * For how many days a project keeps what it has; empty is for good.
 *
 * @param project its id
 * @param runDays of runs, after their end
 * @param uploadDays of models and datasets that no run is about, after somebody last uploaded or asked for them
 */
public record Retention(UUID project, OptionalInt runDays, OptionalInt uploadDays) {
    /** A century. */
    public static final int MOST_DAYS = 36_500;

    public Retention {
        requireNonNull(project, "project is null");
        requireNonNull(runDays, "runDays is null");
        requireNonNull(uploadDays, "uploadDays is null");
    }

    public boolean isForGood() {
        return runDays.isEmpty() && uploadDays.isEmpty();
    }
}
