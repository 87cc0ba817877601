package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.notify.Notifications;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Extends the leases of the tasks at work and stops a task whose lease is lost, and takes back what other processes have
 * lost. A task also stops when Postgres could not be reached for as long as its lease lasts.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final Duration BELL_PATIENCE = Duration.ofMinutes(5);

    private record Kept(Task task, long aliveAt) {}

    private final TaskSettings settings;
    private final JobStore jobs;
    private final Map<UUID, Kept> tasks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("leases").factory());
    private final Notifications.Subscription subscription;

    LeaseKeeper(TaskSettings settings, JobStore jobs, Notifications notifications) {
        this.settings = settings;
        this.jobs = jobs;
        this.subscription = notifications.listen(Channel.ATTEMPT_LOST, this::heard);
    }

    void start() {
        long period = settings.heartbeat().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::beatAll, period, period, MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(this::sweep, period, period, MILLISECONDS);
    }

    void keep(Task task) {
        tasks.put(task.jobId(), new Kept(task, System.nanoTime()));
    }

    void drop(Task task) {
        tasks.computeIfPresent(task.jobId(), (_, kept) -> kept.task() == task ? null : kept);
    }

    void stopTasks() {
        tasks.values().forEach(kept -> kept.task().stop());
    }

    private void beatAll() {
        tasks.values().forEach(this::beat);
    }

    /** A cancel need not wait for the next heartbeat. */
    private void heard(Optional<String> jobId) {
        Optional<Kept> kept = jobId.map(UUID::fromString).map(tasks::get);
        try {
            kept.ifPresent(known -> timer.execute(() -> beat(known)));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
        }
    }

    private void beat(Kept kept) {
        Task task = kept.task();
        long now = System.nanoTime();
        try {
            if (jobs.heartbeat(task.jobId(), task.attempt(), settings.owner(), settings.lease())) {
                tasks.replace(task.jobId(), kept, new Kept(task, now));
                return;
            }
            task.stop();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no heartbeat for job {0}: {1}", task.jobId(), e.getMessage());
            if (now - kept.aliveAt() > settings.lease().toNanos()) {
                task.stop();
            }
        }
    }

    private void sweep() {
        try {
            int taken = jobs.sweepLeases();
            if (taken > 0) {
                LOG.log(Level.INFO, "took back {0} jobs whose workers were lost", taken);
            }
            jobs.ringAgain(BELL_PATIENCE);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "no sweep: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        subscription.close();
        timer.shutdownNow();
    }
}
