package dev.narrowgauge.queue;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/** Claims jobs for this process, keeps their leases while they are worked on, and writes down how the work ends. */
final class Attempts {
    private static final Logger LOG = System.getLogger(Attempts.class.getName());

    private final TaskSettings settings;
    private final JobStore jobs;
    private final LeaseKeeper leases;
    private volatile boolean stopping;

    Attempts(TaskSettings settings, JobStore jobs, LeaseKeeper leases) {
        this.settings = settings;
        this.jobs = jobs;
        this.leases = leases;
    }

    Optional<Task> claim(UUID jobId, int attempt) {
        return jobs.claim(jobId, attempt, settings.owner(), settings.lease()).map(this::task);
    }

    /** Empty where none waits, and where it cannot be claimed now; then its bell brings it to somebody. */
    Optional<Task> claimSibling(Task of) {
        if (stopping || of.isStopped()) {
            return Optional.empty();
        }
        try {
            Optional<Task> sibling = jobs.claimSibling(of.jobId(), settings.owner(), settings.lease())
                    .map(this::task);
            sibling.ifPresent(this::keep);
            return sibling;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no sibling of job {0} could be claimed: {1}", of.jobId(), e.getMessage());
            return Optional.empty();
        }
    }

    private Task task(Job claimed) {
        return new Task(claimed, new ProgressWriter(jobs, claimed, System::nanoTime), this);
    }

    void keep(Task task) {
        leases.keep(task);
        if (stopping) {
            // Claimed while those at work were being stopped.
            task.stop();
        }
    }

    /** Whether the work went well; where it did not the attempt has ended. */
    boolean run(Task task, Runnable work) {
        try {
            work.run();
            return true;
        } catch (CancellationException e) {
            dropped(task);
        } catch (NarrowgaugeException e) {
            failed(task, e.code(), e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            failed(task, ErrorCode.INTERNAL_ERROR, "the task failed inside: " + e, e);
        }
        leases.drop(task);
        return false;
    }

    /** Nobody works on the task or its siblings any more; those that have not ended are given back. */
    void close(Task task) {
        leases.drop(task);
        for (Task sibling : task.siblings()) {
            leases.drop(sibling);
            write(sibling, () -> jobs.release(sibling.jobId(), sibling.attempt()));
        }
    }

    /** From now on every task stops. */
    void stop() {
        stopping = true;
        leases.stopTasks();
    }

    /** The work was ended because this process stops, or because somebody else has the job or nobody wants it any more. */
    private void dropped(Task task) {
        if (!stopping) {
            LOG.log(Level.INFO, "attempt {0} of job {1} was taken away", task.attempt(), task.jobId());
        }
        write(task, () -> jobs.release(task.jobId(), task.attempt()));
    }

    private void failed(Task task, ErrorCode code, String message, Throwable cause) {
        if (task.isStopped()) {
            dropped(task);
            return;
        }
        LOG.log(Level.INFO, "attempt " + task.attempt() + " of job " + task.jobId() + " failed with " + code, cause);
        write(task, () -> jobs.fail(task.jobId(), task.attempt(), code, message));
    }

    private static void write(Task task, Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the end of job {0} was not written; its lease will run out: {1}", task.jobId(), e);
        }
    }
}
