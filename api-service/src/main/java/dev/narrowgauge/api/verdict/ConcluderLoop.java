package dev.narrowgauge.api.verdict;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.notify.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Concludes a run when something happens in it. Where that may have been missed it looks at all, and every now and then at
 * some, in turn: looking at all takes the longer the more runs wait, and holds up those who file more.
 */
public final class ConcluderLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConcluderLoop.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** A few milliseconds of the database's time. */
    private static final int PART = 1000;

    private final RunConcluder concluder;
    private final Duration sweep;
    private final Retries retries = new Retries(System::nanoTime);
    private final Semaphore wake = new Semaphore(1);
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();
    private final Notifications.Subscription subscription;
    private final Thread thread;
    private volatile boolean missed = true;
    private volatile boolean closed;
    private long sweptAt = System.nanoTime();

    /** The last run that was looked at; empty before the first. */
    private Optional<UUID> looked = Optional.empty();

    private ConcluderLoop(RunConcluder concluder, Notifications notifications, Duration sweep) {
        this.concluder = requireNonNull(concluder, "concluder is null");
        this.sweep = requireNonNull(sweep, "sweep is null");
        this.subscription = notifications.listen(Channel.RUN_EVENT, this::hear);
        this.thread = Thread.ofVirtual().name("run-concluder").unstarted(this::run);
    }

    public static ConcluderLoop start(RunConcluder concluder, Notifications notifications, Duration sweep) {
        ConcluderLoop loop = new ConcluderLoop(concluder, notifications, sweep);
        loop.thread.start();
        return loop;
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
        wake.release();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Optional<String> run) {
        run.map(UUID::fromString).ifPresentOrElse(told::add, () -> missed = true);
        wake.release();
    }

    private void run() {
        try {
            while (!closed) {
                wake.tryAcquire(sweptAt + sweep.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
                wake.drainPermits();
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            concludeTold();
            if (missed) {
                missed = false;
                sweptAt = System.nanoTime();
                concludeAll();
            } else if (System.nanoTime() - sweptAt >= sweep.toNanos()) {
                sweptAt = System.nanoTime();
                retry();
                concludeSome();
            }
        } catch (RuntimeException e) {
            // What it was told of is forgotten by now.
            missed = true;
            if (!closed) {
                LOG.warn("cannot look for runs to conclude; trying again", e);
            }
        }
    }

    private void concludeTold() {
        Set<UUID> runs = Set.copyOf(told);
        // Before the look, which sees what they were told for.
        told.removeAll(runs);
        if (!runs.isEmpty()) {
            conclude(concluder.undecided(runs));
        }
    }

    /** Some may have been cancelled meanwhile, or concluded by another process. */
    private void retry() {
        Set<UUID> due = retries.due();
        if (due.isEmpty()) {
            return;
        }
        List<UUID> waiting = concluder.undecided(due);
        due.stream().filter(run -> !waiting.contains(run)).forEach(retries::forget);
        conclude(waiting);
    }

    private void concludeAll() {
        looked = Optional.empty();
        do {
            concludeSome();
        } while (looked.isPresent() && !closed);
    }

    private void concludeSome() {
        RunStore.Undecided part = concluder.undecided(looked, PART);
        looked = part.last();
        conclude(part.runs());
    }

    private void conclude(List<UUID> runs) {
        runs.stream().filter(retries::isDue).forEach(this::conclude);
    }

    /** One run that cannot be concluded must not keep the others from it. */
    private void conclude(UUID run) {
        try {
            if (concluder.conclude(run)) {
                LOG.infof("run %s has its verdict", run);
            }
            retries.forget(run);
        } catch (RuntimeException e) {
            LOG.errorf(e, "run %s cannot be concluded; trying again in %s", run, retries.failed(run));
        }
    }
}
