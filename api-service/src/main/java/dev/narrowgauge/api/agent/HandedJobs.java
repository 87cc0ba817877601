package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Jobs that agents outside were given: until they say that they have them, and when they come back undone. */
final class HandedJobs {
    private static final Logger LOG = Logger.getLogger(HandedJobs.class);

    /** Until the agent says with its first heartbeat that it has the job: whether it heard the answer nobody else knows. */
    private static final Duration FIRST_LEASE = Duration.ofSeconds(20);

    private static final Duration FIRST_BEAT = Duration.ofSeconds(15);

    /** So often a job is given back for nothing. */
    private static final int FREE_RELEASES = 2;

    private final JobStore jobs;

    HandedJobs(JobStore jobs) {
        this.jobs = jobs;
    }

    /** The lease that a job is handed with. */
    static Duration first(Duration asked) {
        return asked.compareTo(FIRST_LEASE) < 0 ? asked : FIRST_LEASE;
    }

    /** Takes the job back soon, unless the agent has begun with it by then. */
    void watch(Job handed) {
        CompletableFuture.delayedExecutor(FIRST_BEAT.toMillis(), MILLISECONDS, Thread::startVirtualThread)
                .execute(() -> takeBackUnlessBegun(handed));
    }

    /** The link was cut while the agent waited: it was given the job by an answer that went nowhere, and nothing was lost. */
    void takeBackUnlessBegun(Job handed) {
        try {
            boolean unheard = jobs.find(handed.id())
                    .filter(job -> job.attempt() == handed.attempt())
                    .filter(job -> job.lease().equals(handed.lease()))
                    .isPresent();
            if (unheard) {
                giveBack(handed);
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "the first lease of job %s runs out", handed.id());
        }
    }

    /**
     * Gives back an attempt that an agent has, or has not heard of. A job that comes back again and again costs its machine
     * nothing and may never be done, so that from some time on this counts as a fault of the machine does.
     */
    boolean giveBack(Job job) {
        String owner = job.lease().orElseThrow().owner();
        LOG.infof("job %s, attempt %d, comes back from %s", job.id(), job.attempt(), owner);
        if (releases(job) < FREE_RELEASES) {
            return jobs.release(job.id(), job.attempt());
        }
        return jobs.fail(
                job.id(),
                job.attempt(),
                ErrorCode.ENGINE_UNAVAILABLE,
                "The job was given back again and again, the last time by %s; look into the log of its agent."
                        .formatted(owner));
    }

    /** Of earlier attempts, those that did not fail. */
    private static int releases(Job job) {
        Job.Failures failures = job.failures();
        return job.attempt()
                - 1
                - failures.crashes()
                - failures.resources()
                - failures.lostLeases()
                - failures.infrastructure();
    }
}
