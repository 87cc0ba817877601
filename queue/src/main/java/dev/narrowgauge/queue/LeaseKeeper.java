package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.notify.Notifications;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Extends the leases of the tasks at work and stops a task whose lease is lost, and takes back what other processes have
 * lost. Every heartbeat has a thread and a connection of its own, so that one that hangs holds up no other; a task stops when
 * none has come through for as long as its lease lasts, by this machine's monotonic clock.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final Duration LONGEST_WATCH = Duration.ofSeconds(1);

    /** The same job may be at work twice: its former attempt does not know yet that it is lost. */
    private record Attempt(UUID jobId, int number) {}

    /** @param renewedAt when the claim or heartbeat that the lease runs from was begun, so that it ends no later than ours */
    private record Kept(Task task, AtomicLong renewedAt) {
        void renewed(long at) {
            renewedAt.accumulateAndGet(at, (known, later) -> later - known > 0 ? later : known);
        }
    }

    private final TaskSettings settings;
    private final TaskSource source;
    private final Map<Attempt, Kept> tasks = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("leases").factory());
    private final Notifications.Subscription subscription;

    LeaseKeeper(TaskSettings settings, TaskSource source) {
        this.settings = settings;
        this.source = source;
        this.subscription = source.listen(this::heard);
    }

    void start() {
        long period = settings.heartbeat().toMillis();
        long watch = Math.min(period, LONGEST_WATCH.toMillis());
        var _ = timer.scheduleAtFixedRate(this::stopExpired, watch, watch, MILLISECONDS);
        var _ = timer.scheduleAtFixedRate(() -> tasks.values().forEach(this::startBeat), period, period, MILLISECONDS);
        var _ = timer.scheduleAtFixedRate(this::startSweep, period, period, MILLISECONDS);
    }

    void keep(Task task) {
        tasks.put(attempt(task), new Kept(task, new AtomicLong(task.claimedAt())));
    }

    void drop(Task task) {
        tasks.remove(attempt(task));
    }

    /** Whether the lease of a task that is kept cannot have run out yet. */
    boolean holds(Task task) {
        Kept kept = tasks.get(attempt(task));
        return kept != null && !isExpired(kept);
    }

    void stopTasks() {
        tasks.values().forEach(kept -> kept.task().stop());
    }

    private static Attempt attempt(Task task) {
        return new Attempt(task.jobId(), task.attempt());
    }

    private boolean isExpired(Kept kept) {
        return System.nanoTime() - kept.renewedAt().get() >= settings.lease().toNanos();
    }

    /** Touches no connection: it is for the time when none answers. */
    private void stopExpired() {
        for (Kept kept : tasks.values()) {
            if (isExpired(kept) && !kept.task().isStopped()) {
                LOG.log(
                        Level.WARNING,
                        "attempt {0} of job {1} stops: its lease could not be extended for {2}",
                        kept.task().attempt(),
                        kept.task().jobId(),
                        settings.lease());
                kept.task().stop();
            }
        }
    }

    /** A cancel need not wait for the next heartbeat; one that was missed while the connection was lost need not either. */
    private void heard(Optional<String> jobId) {
        tasks.values().stream()
                .filter(kept -> jobId.isEmpty()
                        || jobId.get().equals(kept.task().jobId().toString()))
                .forEach(this::startBeat);
    }

    private void startBeat(Kept kept) {
        Thread.ofVirtual().name("heartbeat-" + kept.task().jobId()).start(() -> beat(kept));
    }

    private void beat(Kept kept) {
        Task task = kept.task();
        long now = System.nanoTime();
        try {
            if (source.heartbeat(task.jobId(), task.attempt(), settings.owner(), settings.lease())) {
                kept.renewed(now);
            } else {
                task.stop();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no heartbeat for job {0}: {1}", task.jobId(), e.getMessage());
        }
    }

    /** One at a time: what hangs is what another process does, too. */
    private void startSweep() {
        if (sweeping.compareAndSet(false, true)) {
            Thread.ofVirtual().name("sweep").start(this::sweep);
        }
    }

    private void sweep() {
        try {
            int lost = source.sweep();
            if (lost > 0) {
                settings.listener().leasesLost(lost);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "leases could not be swept: {0}", e.getMessage());
        } finally {
            sweeping.set(false);
        }
    }

    @Override
    public void close() {
        subscription.close();
        timer.shutdownNow();
    }
}
