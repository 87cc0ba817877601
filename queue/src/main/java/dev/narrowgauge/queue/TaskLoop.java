package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Takes tasks while it has a free slot: waits until one is claimed and only then works, on a thread per task. */
public final class TaskLoop implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TaskLoop.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final String NOT_JOINED = "it has not begun to take tasks yet";

    /** What the loop depends on of the machine that it runs on. */
    record Machine(FaultPause faults, ThreadFactory threads) {}

    private final TaskSettings settings;
    private final TaskSource source;
    private final TaskHandler handler;
    private final FaultPause faults;
    private final ThreadFactory threads;
    private final LeaseKeeper leases;
    private final Attempts attempts;
    private final Semaphore slots;
    private final AtomicReference<TaskIntake> intake = new AtomicReference<>();
    private final Semaphore stop = new Semaphore(0);
    private final Thread thread;
    private final Consumer<NarrowgaugeException> hopeless;
    private volatile boolean stopping;
    private volatile Optional<String> obstacle = Optional.of(NOT_JOINED);
    private boolean failing;

    private TaskLoop(
            TaskSettings settings,
            TaskSource source,
            LeaseKeeper leases,
            TaskHandler handler,
            Machine machine,
            Consumer<NarrowgaugeException> hopeless) {
        this.settings = settings;
        this.source = source;
        this.handler = handler;
        this.faults = machine.faults();
        this.threads = machine.threads();
        this.hopeless = hopeless;
        this.leases = leases;
        this.attempts = new Attempts(settings, source, leases, faults);
        this.slots = new Semaphore(settings.slots());
        this.thread = Thread.ofPlatform().name("tasks-of-" + settings.owner()).unstarted(this::run);
    }

    /** @param hopeless told, once, why no task will ever be taken; must not wait for the loop to end */
    public static TaskLoop start(
            TaskSettings settings, TaskSource source, TaskHandler handler, Consumer<NarrowgaugeException> hopeless) {
        Machine machine = new Machine(
                FaultPause.standard(), Thread.ofPlatform().name("task-", 1).factory());
        return start(settings, source, handler, machine, hopeless);
    }

    static TaskLoop start(
            TaskSettings settings,
            TaskSource source,
            TaskHandler handler,
            Machine machine,
            Consumer<NarrowgaugeException> hopeless) {
        LeaseKeeper leases = new LeaseKeeper(settings, source);
        TaskLoop loop = new TaskLoop(settings, source, leases, handler, machine, hopeless);
        try {
            leases.start();
            loop.thread.start();
            return loop;
        } catch (RuntimeException | Error e) {
            // A thread that the system refuses, above all.
            leases.close();
            throw e;
        }
    }

    /** Why no tasks are taken for now; empty where they are. */
    public Optional<String> whyPaused() {
        return faults.reason().or(() -> obstacle);
    }

    private void run() {
        while (!stopping) {
            if (isPaused()) {
                stops(RETRY);
                continue;
            }
            try (TaskIntake joined = source.join(settings.owner(), settings.lease())) {
                intake.set(joined);
                if (!failing) {
                    obstacle = Optional.empty();
                }
                takeTasks(joined);
            } catch (RuntimeException e) {
                Optional<NarrowgaugeException> never = source.whyNever(e);
                if (!stopping && never.isPresent()) {
                    giveUp(never.get());
                    return;
                }
                meet(e);
            } finally {
                intake.set(null);
            }
        }
    }

    private void giveUp(NarrowgaugeException failure) {
        obstacle = Optional.of(failure.getMessage());
        hopeless.accept(failure);
    }

    private void meet(RuntimeException failure) {
        if (stopping) {
            return;
        }
        String what = String.valueOf(failure.getMessage());
        LOG.log(failing ? Level.DEBUG : Level.WARNING, "no tasks can be taken: {0}", what);
        obstacle = Optional.of(what);
        failing = true;
        stops(RETRY);
    }

    /** Until none are to be taken, or none for now: others get at once what a member was given that has left. */
    private void takeTasks(TaskIntake joined) {
        while (!stopping) {
            slots.acquireUninterruptibly();
            if (faults.isHolding()) {
                slots.release();
                return;
            }
            AtomicReference<Task> taken = new AtomicReference<>();
            try {
                if (!stopping) {
                    joined.poll(claim -> taken.set(attempts.begin(claim)));
                    obstacle = Optional.empty();
                    failing = false;
                }
            } finally {
                Optional.ofNullable(taken.get()).ifPresentOrElse(this::start, slots::release);
            }
        }
    }

    /** Ends a pause that has lasted long enough and whose cause, as far as one can look, is gone. */
    private boolean isPaused() {
        if (!faults.isOver()) {
            return faults.isHolding();
        }
        try {
            handler.requireMachine();
            faults.end();
            return false;
        } catch (RuntimeException | Error e) {
            faults.prolong(String.valueOf(e.getMessage()));
            return true;
        }
    }

    private void start(Task task) {
        attempts.keep(task);
        try {
            threads.newThread(() -> work(task)).start();
        } catch (OutOfMemoryError refused) {
            attempts.run(task, () -> {
                throw refused;
            });
            slots.release();
        }
    }

    private void work(Task task) {
        try {
            attempts.work(task, handler);
        } finally {
            attempts.close(task);
            slots.release();
        }
    }

    /** Takes no more tasks, and waits until those at work have ended, but no longer than the grace. To be closed then. */
    public void drain(Duration grace) {
        takeNoMore();
        try {
            if (!awaitIdle(grace)) {
                LOG.log(Level.INFO, "tasks did not end within the grace of {0} and are given back", grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more tasks, ends those at work and gives them back. */
    @Override
    public void close() {
        takeNoMore();
        attempts.stop();
        try {
            if (!awaitIdle(STOP)) {
                LOG.log(Level.WARNING, "tasks did not end in {0}; their leases will run out", STOP);
            }
            if (!thread.join(STOP)) {
                LOG.log(Level.WARNING, "the thread that takes tasks did not end in {0}", STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leases.close();
    }

    /** Takes no more tasks; those at work go on. To be closed later. */
    public void takeNoMore() {
        stopping = true;
        attempts.takeNoMore();
        stop.release();
        Optional.ofNullable(intake.get()).ifPresent(TaskIntake::wakeUp);
    }

    /** Whether no task is at work, of a loop that takes no more. */
    public boolean isIdle() {
        return slots.availablePermits() == settings.slots();
    }

    /** Whether no task was at work before the limit was over. */
    private boolean awaitIdle(Duration limit) throws InterruptedException {
        boolean idle = slots.tryAcquire(settings.slots(), limit.toMillis(), MILLISECONDS);
        if (idle) {
            slots.release(settings.slots());
        }
        return idle;
    }

    private void stops(Duration wait) {
        try {
            if (stop.tryAcquire(wait.toMillis(), MILLISECONDS)) {
                stop.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
