package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * How much a project may have; empty is without limit.
 *
 * @param project its id
 * @param weight how many jobs of a queue it takes in a turn, from 1 to 100
 * @param queuedRuns runs of which no job was ever taken
 * @param openRuns runs that have not ended, those that wait among them
 * @param storedBytes of models, datasets and variants
 * @param deviceMinutes of benchmark jobs that end on one day of UTC
 */
public record Quota(
        UUID project,
        int weight,
        OptionalLong queuedRuns,
        OptionalLong openRuns,
        OptionalLong storedBytes,
        OptionalLong deviceMinutes) {
    public static final int MOST_WEIGHT = 100;

    public Quota {
        requireNonNull(project, "project is null");
        requireNonNull(queuedRuns, "queuedRuns is null");
        requireNonNull(openRuns, "openRuns is null");
        requireNonNull(storedBytes, "storedBytes is null");
        requireNonNull(deviceMinutes, "deviceMinutes is null");
    }
}
