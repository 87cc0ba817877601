package dev.narrowgauge.domain.job;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.trace.TraceParent;
import java.time.Instant;
import java.util.Optional;

/**
 * What those who work on a job need to go on with the trace of its run.
 *
 * @param parent the request that asked for the run; empty where that was not traced
 * @param queuedAt when the current attempt began to wait, by the database's clock; empty where that is not known here
 */
public record JobTrace(Optional<TraceParent> parent, Optional<Instant> queuedAt) {
    public static final JobTrace NONE = new JobTrace(Optional.empty(), Optional.empty());

    public JobTrace {
        requireNonNull(parent, "parent is null");
        requireNonNull(queuedAt, "queuedAt is null");
    }
}
