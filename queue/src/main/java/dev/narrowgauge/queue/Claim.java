package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.trace.TraceParent;
import java.util.Optional;

/**
 * A job that this process has the lease of.
 *
 * @param begunAt when the claim was begun, by the monotonic clock, so that the lease ends no later than we think
 * @param told the sending of the dispatch message that told of work, which may be another run's; empty where none did
 */
public record Claim(Job job, long begunAt, Optional<TraceParent> told) {
    public Claim {
        requireNonNull(job, "job is null");
        requireNonNull(told, "told is null");
    }

    /** Of one that no message told of. */
    public Claim(Job job, long begunAt) {
        this(job, begunAt, Optional.empty());
    }
}
