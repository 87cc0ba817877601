package dev.narrowgauge.queue;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Writes how a task ended, again and again while the source cannot be reached and the lease of the task holds. */
final class PatientWrites {
    private static final Logger LOG = System.getLogger(PatientWrites.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final TaskSource source;
    private final LeaseKeeper leases;
    private final Duration patience;

    /**
     * @param patience with a write that fails while the lease is extended all the same: then the source can be reached, and it
     *     is this write that does not come through
     */
    PatientWrites(TaskSource source, LeaseKeeper leases, Duration patience) {
        this.source = source;
        this.leases = leases;
        this.patience = patience;
    }

    /**
     * What the change returns; throws what it throws once that is no outage, or the lease has run out, and
     * {@link ErrorCode#INTERNAL_ERROR} once the patience is over.
     */
    boolean write(Task task, BooleanSupplier change) {
        long begun = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return change.getAsBoolean();
            } catch (RuntimeException e) {
                if (!source.isOutage(e) || !leases.holds(task)) {
                    throw e;
                }
                if (System.nanoTime() - begun >= patience.toNanos()) {
                    throw undeliverable(e);
                }
                LOG.log(Level.INFO, "the end of job {0} is not written yet: {1}", task.jobId(), e.getMessage());
            }
            LockSupport.parkNanos(pause.toNanos());
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    /** Not with the outage as its cause: it is none. */
    private NarrowgaugeException undeliverable(RuntimeException last) {
        NarrowgaugeException failure = new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR,
                "The end of the work could not be written for %s, though heartbeats came through: %s"
                        .formatted(patience, last.getMessage()));
        failure.addSuppressed(last);
        return failure;
    }
}
