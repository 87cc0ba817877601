package dev.narrowgauge.queue;

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

    PatientWrites(TaskSource source, LeaseKeeper leases) {
        this.source = source;
        this.leases = leases;
    }

    /** What the change returns; throws what it throws once that is no outage, or the lease has run out. */
    boolean write(Task task, BooleanSupplier change) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return change.getAsBoolean();
            } catch (RuntimeException e) {
                if (!source.isOutage(e) || !leases.holds(task)) {
                    throw e;
                }
                LOG.log(Level.INFO, "the end of job {0} is not written yet: {1}", task.jobId(), e.getMessage());
            }
            LockSupport.parkNanos(pause.toNanos());
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }
}
