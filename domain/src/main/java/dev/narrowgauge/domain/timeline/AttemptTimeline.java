package dev.narrowgauge.domain.timeline;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a job.
 *
 * @param queuedAt empty where nothing was told of that
 * @param takenAt empty where nobody has taken it, or nothing was told of that
 * @param endedAt empty until it ends
 * @param end empty until it ends, and where nobody wrote down how
 * @param phases in order, without gaps
 */
public record AttemptTimeline(
        int attempt,
        Optional<Instant> queuedAt,
        Optional<Instant> takenAt,
        Optional<Instant> endedAt,
        Optional<AttemptEnd> end,
        List<Phase> phases) {
    public AttemptTimeline {
        requireNonNull(queuedAt, "queuedAt is null");
        requireNonNull(takenAt, "takenAt is null");
        requireNonNull(endedAt, "endedAt is null");
        requireNonNull(end, "end is null");
        phases = List.copyOf(phases);
    }
}
