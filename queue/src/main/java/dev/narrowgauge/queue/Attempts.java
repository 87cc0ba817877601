package dev.narrowgauge.queue;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The tasks of this process: keeps their leases while they are worked on, and writes down how the work ends. */
final class Attempts {
    private static final Logger LOG = System.getLogger(Attempts.class.getName());

    private final TaskSettings settings;
    private final TaskSource source;
    private final LeaseKeeper leases;
    private final FaultPause faults;
    private final PatientWrites writes;
    private volatile boolean leaving;
    private volatile boolean stopping;

    Attempts(TaskSettings settings, TaskSource source, LeaseKeeper leases, FaultPause faults) {
        this.settings = settings;
        this.source = source;
        this.leases = leases;
        this.faults = faults;
        this.writes = new PatientWrites(source, leases, settings.lease());
    }

    Task begin(Claim claim) {
        UUID jobId = claim.job().id();
        int attempt = claim.job().attempt();
        LatestProgress latest = new LatestProgress(reached -> source.progress(jobId, attempt, reached));
        return new Task(claim, latest, settings.traces().begin(claim, settings.owner()), this, settings.listener());
    }

    /** Empty where none waits, and where it cannot be claimed now; then it waits for somebody else. */
    Optional<Task> claimSibling(Task of) {
        if (leaving || of.isStopped()) {
            return Optional.empty();
        }
        try {
            long now = System.nanoTime();
            Optional<Task> sibling = source.claimSibling(of.jobId(), settings.owner(), settings.lease())
                    .map(job -> begin(new Claim(job, now)));
            sibling.ifPresent(this::keep);
            sibling.ifPresent(this::tellTaken);
            return sibling;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no sibling of job {0} could be claimed: {1}", of.jobId(), e.getMessage());
            return Optional.empty();
        }
    }

    void keep(Task task) {
        leases.keep(task);
        if (stopping) {
            // Claimed while those at work were being stopped.
            task.stop();
        }
    }

    /** Does the work, then writes what it has come to. */
    void work(Task task, TaskHandler handler) {
        try (TaskLog _ = TaskLog.enter(task)) {
            tellTaken(task);
            List<TaskResult> results = new ArrayList<>();
            run(task, () -> results.addAll(handler.run(task)));
            results.forEach(this::commit);
        }
    }

    /** On the thread that works: a database that is away delays nothing that does not need it, too. */
    private void tellTaken(Task task) {
        try {
            source.waited(task.jobId()).ifPresent(waited -> settings.listener().taken(task.job(), waited));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "how long job {0} had waited is not known: {1}", task.jobId(), e.getMessage());
        }
    }

    /** Whether the work went well; where it did not the attempt has ended. */
    boolean run(Task task, Runnable work) {
        try (TaskLog _ = TaskLog.enter(task)) {
            return isDone(task, work);
        }
    }

    private boolean isDone(Task task, Runnable work) {
        try {
            work.run();
            return true;
        } catch (CancellationException e) {
            dropped(task);
        } catch (RuntimeException | Error e) {
            failed(task, e, code(e));
        }
        leases.drop(task);
        return false;
    }

    /** A task that was stopped meanwhile is written, too, if its attempt still holds: it is done. */
    private void commit(TaskResult result) {
        Task task = result.task();
        task.finishProgress();
        try {
            if (writes.write(task, result.commit())) {
                faults.worked();
                task.ended(AttemptEnd.DONE);
                task.trace().succeeded();
            } else {
                LOG.log(Level.INFO, "attempt {0} of job {1} came too late", task.attempt(), task.jobId());
                task.ended(AttemptEnd.LOST);
            }
        } catch (RuntimeException | Error e) {
            failed(task, e, ofWrite(e));
        }
        leases.drop(task);
    }

    /** Nobody works on the task or its siblings any more; those that have not ended are given back. */
    void close(Task task) {
        leases.drop(task);
        task.trace().dropped();
        for (Task sibling : task.siblings()) {
            if (leases.holds(sibling)) {
                release(sibling);
            }
            leases.drop(sibling);
            sibling.ended(AttemptEnd.LOST);
            sibling.trace().dropped();
        }
        task.ended(AttemptEnd.LOST);
    }

    /** This process ends soon: no sibling is claimed, and what fails may have failed because of that. */
    void takeNoMore() {
        leaving = true;
    }

    /** From now on every task stops. */
    void stop() {
        stopping = true;
        leases.stopTasks();
    }

    /** The work was ended because this process stops, or because somebody else has the job or nobody wants it any more. */
    private void dropped(Task task) {
        if (!leaving) {
            LOG.log(Level.INFO, "attempt {0} of job {1} was taken away", task.attempt(), task.jobId());
        }
        release(task);
    }

    private void failed(Task task, Throwable cause, ErrorCode code) {
        // What the handler could not read, or the loop could not write, is no failure of the job.
        if (task.isStopped() || source.isOutage(cause)) {
            dropped(task);
            return;
        }
        if (leaving && code.kind() != ErrorKind.USER) {
            // A signal that ends this process often ends its engines first.
            dropped(task);
            return;
        }
        task.trace().failed(code);
        LOG.log(Level.INFO, "attempt " + task.attempt() + " of job " + task.jobId() + " failed with " + code, cause);
        String message = message(code, cause);
        if (code.kind() == ErrorKind.INFRASTRUCTURE) {
            faults.fault(message);
        } else {
            faults.worked();
        }
        boolean held = end(task, () -> source.fail(task.jobId(), task.attempt(), code, message));
        task.ended(held ? AttemptEnd.failed(code.kind()) : AttemptEnd.LOST);
    }

    /**
     * A job names content by its hash and no file: one that is missing or cannot be written is this machine's. What this process
     * may not ask for is nothing that its user asked for.
     */
    private static ErrorCode code(Throwable cause) {
        if (cause instanceof NarrowgaugeException known) {
            return switch (known.code()) {
                case FILE_NOT_FOUND, OUTPUT_NOT_WRITABLE -> ErrorCode.STORAGE_UNAVAILABLE;
                case TOKEN_REFUSED, ACCESS_DENIED -> ErrorCode.INTERNAL_ERROR;
                default -> known.code();
            };
        }
        return HostFault.behind(cause).orElse(ErrorCode.INTERNAL_ERROR);
    }

    /** The user's errors were found by the work: who refuses what it has come to finds a mistake of ours. */
    private static ErrorCode ofWrite(Throwable cause) {
        ErrorCode code = code(cause);
        return code.kind() == ErrorKind.USER ? ErrorCode.INTERNAL_ERROR : code;
    }

    private String message(ErrorCode code, Throwable cause) {
        if (code.kind() == ErrorKind.INFRASTRUCTURE) {
            return "%s (on %s)".formatted(cause.getMessage(), settings.owner());
        }
        return cause instanceof NarrowgaugeException ? cause.getMessage() : "the task failed unexpectedly: " + cause;
    }

    private void release(Task task) {
        task.trace().dropped();
        boolean held = end(task, () -> source.release(task.jobId(), task.attempt()));
        task.ended(held ? AttemptEnd.GIVEN_BACK : AttemptEnd.LOST);
    }

    /** Whether it is written: the attempt still held. */
    private boolean end(Task task, BooleanSupplier change) {
        try {
            return writes.write(task, change);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the end of job {0} was not written; its lease will run out: {1}", task.jobId(), e);
            return false;
        }
    }
}
