package dev.narrowgauge.queue;

import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Where a loop takes its tasks from, and whom it tells how they go. Methods that speak for an attempt return whether it
 * still held, and change nothing where it did not.
 */
public interface TaskSource {
    /** Begins to wait for work. */
    TaskIntake join(String owner, Duration lease);

    /**
     * Hears which attempts were lost: the id of the job, or empty where any may have been lost without a word. The listener
     * must not block.
     */
    Notifications.Subscription listen(Consumer<Optional<String>> lost);

    /** As {@link dev.narrowgauge.db.JobStore#claimSibling}. */
    Optional<Job> claimSibling(UUID jobId, String owner, Duration lease);

    /** Extends the lease. */
    boolean heartbeat(UUID jobId, int attempt, String owner, Duration lease);

    boolean progress(UUID jobId, int attempt, Progress progress);

    /** The attempt failed; whether there will be another one is for the state machine to say. */
    boolean fail(UUID jobId, int attempt, ErrorCode code, String message);

    /** Gives the attempt back, so that somebody else takes the job at once. */
    boolean release(UUID jobId, int attempt);

    /** Takes jobs back from processes whose lease ran out, where nobody else sees to that. Returns how many. */
    int sweep();

    /** How long the job had waited when it was claimed; empty where whoever gave it counts that, or it is at work no more. */
    Optional<Duration> waited(UUID jobId);

    /** Why a call that failed so will not go well, however long one waits; empty where it may. */
    default Optional<NarrowgaugeException> whyNever(RuntimeException failure) {
        return Optional.empty();
    }

    /** Whether a call that failed so may go well later: what it needs could not be reached. */
    boolean isOutage(Throwable failure);
}
