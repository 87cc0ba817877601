package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.DatabaseOutage;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Tasks as Kafka dispatches them and Postgres knows them. */
public final class DispatchedTasks implements TaskSource {
    private static final Logger LOG = System.getLogger(DispatchedTasks.class.getName());
    private static final Duration MESSAGE_PATIENCE = Duration.ofMinutes(5);

    private final JobStore jobs;
    private final Notifications notifications;
    private final DispatchGroup group;

    public DispatchedTasks(JobStore jobs, Notifications notifications, DispatchGroup group) {
        this.jobs = requireNonNull(jobs, "jobs is null");
        this.notifications = requireNonNull(notifications, "notifications is null");
        this.group = requireNonNull(group, "group is null");
    }

    @Override
    public TaskIntake join(String owner, Duration lease) {
        return DispatchIntake.join(group, jobs, owner, lease);
    }

    @Override
    public Notifications.Subscription listen(Consumer<Optional<String>> lost) {
        return notifications.listen(Channel.ATTEMPT_LOST, lost);
    }

    @Override
    public Optional<Job> claimSibling(UUID jobId, String owner, Duration lease) {
        return jobs.claimSibling(jobId, owner, lease);
    }

    @Override
    public boolean heartbeat(UUID jobId, int attempt, String owner, Duration lease) {
        return jobs.heartbeat(jobId, attempt, owner, lease);
    }

    @Override
    public boolean progress(UUID jobId, int attempt, Progress progress) {
        return jobs.progress(jobId, attempt, progress);
    }

    @Override
    public boolean fail(UUID jobId, int attempt, ErrorCode code, String message) {
        return jobs.fail(jobId, attempt, code, message);
    }

    @Override
    public boolean release(UUID jobId, int attempt) {
        return jobs.release(jobId, attempt);
    }

    @Override
    public int sweep() {
        int taken = jobs.sweepLeases();
        if (taken > 0) {
            LOG.log(Level.INFO, "queued {0} jobs again whose workers were lost", taken);
        }
        jobs.dispatchAgain(MESSAGE_PATIENCE);
        return taken;
    }

    @Override
    public Optional<Duration> waited(UUID jobId) {
        return jobs.waited(jobId);
    }

    @Override
    public Optional<NarrowgaugeException> whyNever(RuntimeException failure) {
        return BrokerFailure.hopeless(failure);
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return DatabaseOutage.isBehind(failure);
    }
}
