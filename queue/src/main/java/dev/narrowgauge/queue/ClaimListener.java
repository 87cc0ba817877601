package dev.narrowgauge.queue;

import dev.narrowgauge.domain.job.Job;
import java.time.Duration;

/** Hears of jobs that somebody takes, and of those that are lost; on the threads that see to it, which are not to be held up. */
public interface ClaimListener {
    /** @param waited since the job was queued */
    void taken(Job job, Duration waited);

    /** @param jobs that were queued again, one at least, because the leases of whoever worked on them ran out */
    void leasesLost(int jobs);

    static ClaimListener none() {
        return TaskListener.none();
    }
}
