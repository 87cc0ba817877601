package dev.narrowgauge.api.verdict;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.notify.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Concludes runs when something happens in one, and every now and then in case that nobody was told. */
public final class ConcluderLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConcluderLoop.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int PART = 100;

    private final RunConcluder concluder;
    private final Duration sweep;
    private final Retries retries = new Retries(System::nanoTime);
    private final Semaphore bell = new Semaphore(1);
    private final Notifications.Subscription subscription;
    private final Thread thread;
    private volatile boolean closed;

    private ConcluderLoop(RunConcluder concluder, Notifications notifications, Duration sweep) {
        this.concluder = requireNonNull(concluder, "concluder is null");
        this.sweep = requireNonNull(sweep, "sweep is null");
        this.subscription = notifications.listen(Channel.RUN_EVENT, _ -> bell.release());
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
        bell.release();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                bell.tryAcquire(sweep.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
                concludeAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void concludeAll() {
        try {
            Optional<UUID> last = Optional.empty();
            List<UUID> part;
            do {
                part = concluder.undecided(last, PART);
                part.stream().filter(retries::isDue).forEach(this::conclude);
                last = part.stream().reduce((_, next) -> next);
            } while (part.size() == PART && !closed);
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.warn("cannot look for runs to conclude; trying again", e);
            }
        }
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
