package dev.narrowgauge.api.verdict;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Channel;
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

/** Concludes a run when something happens in it, and every now and then looks at all, in case that nobody was told. */
public final class ConcluderLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConcluderLoop.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int PART = 100;

    private final RunConcluder concluder;
    private final Duration sweep;
    private final Retries retries = new Retries(System::nanoTime);
    private final Semaphore wake = new Semaphore(1);
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();
    private final Notifications.Subscription subscription;
    private final Thread thread;
    private volatile boolean missed = true;
    private volatile boolean closed;

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
            long lookedAt = System.nanoTime();
            while (!closed) {
                wake.tryAcquire(lookedAt + sweep.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
                wake.drainPermits();
                if (missed || System.nanoTime() - lookedAt >= sweep.toNanos()) {
                    missed = false;
                    attempt(this::concludeAll);
                    lookedAt = System.nanoTime();
                } else {
                    attempt(this::concludeTold);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            // What it was told of is forgotten by now.
            missed = true;
            if (!closed) {
                LOG.warn("cannot look for runs to conclude; trying again", e);
            }
        }
    }

    /** Looking at all takes the longer the more runs wait, and something happens in some run all the time. */
    private void concludeTold() {
        Set<UUID> runs = Set.copyOf(told);
        // Before the look, which sees what they were told for.
        told.removeAll(runs);
        if (!runs.isEmpty()) {
            conclude(concluder.undecided(runs));
        }
    }

    private void concludeAll() {
        Optional<UUID> last = Optional.empty();
        List<UUID> part;
        do {
            part = concluder.undecided(last, PART);
            conclude(part);
            last = part.stream().reduce((_, next) -> next);
        } while (part.size() == PART && !closed);
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
