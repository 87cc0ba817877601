package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.job.Job;

/**
 * A job that this process has the lease of.
 *
 * @param begunAt when the claim was begun, by the monotonic clock, so that the lease ends no later than we think
 */
public record Claim(Job job, long begunAt) {
    public Claim {
        requireNonNull(job, "job is null");
    }
}
