package dev.narrowgauge.domain.timeline;

import dev.narrowgauge.domain.job.JobState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Something that was written down of a job when it happened. */
public sealed interface JobFact {
    UUID jobId();

    Instant at();

    int attempt();

    /** @param end of the attempt that this ended; empty where it ended none, or nobody wrote down how */
    record State(UUID jobId, Instant at, int attempt, JobState state, Optional<AttemptEnd> end) implements JobFact {}

    /** @param name a word such as {@code calibrate} */
    record Stage(UUID jobId, Instant at, int attempt, String name) implements JobFact {}
}
