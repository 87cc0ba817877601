package dev.narrowgauge.domain.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job and how it has fared so far, by the database's clock.
 *
 * @param queuedAt when its current attempt began to wait
 * @param startedAt of the latest attempt that somebody took; empty where nobody has taken any
 * @param place in the queue of its kind and device class, 1 for the next; it grows where another job of the run is taken, which
 *     sends the run to the end; empty unless QUEUED
 */
public record JobStanding(
        Job job,
        Instant createdAt,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        OptionalLong place) {
    public JobStanding {
        requireNonNull(job, "job is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(queuedAt, "queuedAt is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(endedAt, "endedAt is null");
        requireNonNull(place, "place is null");
    }
}
