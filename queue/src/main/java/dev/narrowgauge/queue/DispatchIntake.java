package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.domain.trace.TraceParent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A member of a share group that claims in Postgres what a dispatch message tells of, and acknowledges the message at once. A
 * message of a job that cannot be claimed is dropped.
 */
final class DispatchIntake implements TaskIntake {
    private static final Logger LOG = System.getLogger(DispatchIntake.class.getName());
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** A broker gives a record to another member after 30 s. */
    private static final Duration CLAIM = Duration.ofSeconds(20);

    private final TaskConsumer consumer;
    private final JobStore jobs;
    private final String owner;
    private final Duration lease;
    private final Semaphore stop = new Semaphore(0);
    private volatile boolean stopping;

    private DispatchIntake(TaskConsumer consumer, JobStore jobs, String owner, Duration lease) {
        this.consumer = consumer;
        this.jobs = jobs;
        this.owner = owner;
        this.lease = lease;
    }

    static DispatchIntake join(DispatchGroup group, JobStore jobs, String owner, Duration lease) {
        TaskConsumer consumer = new TaskConsumer(group.brokers(), group.name(), group.topics());
        return new DispatchIntake(consumer, jobs, owner, lease);
    }

    @Override
    public void poll(Consumer<Claim> claimed) {
        consumer.poll(POLL, (jobId, attempt, told) -> claim(jobId, attempt, told, claimed));
    }

    /** Keeps the message while the database is away: the group gives up on one that is given back a few times. */
    private TaskConsumer.Answer claim(UUID jobId, int attempt, Optional<TraceParent> told, Consumer<Claim> claimed) {
        long begun = System.nanoTime();
        while (true) {
            try {
                long now = System.nanoTime();
                jobs.claimFirst(jobId, attempt, owner, lease)
                        .ifPresent(job -> claimed.accept(new Claim(job, now, told)));
                return TaskConsumer.Answer.ACCEPT;
            } catch (RuntimeException e) {
                if (stopping || System.nanoTime() - begun > CLAIM.toNanos()) {
                    LOG.log(
                            Level.WARNING,
                            "job {0} could not be claimed, its dispatch message is given back: {1}",
                            jobId,
                            e.getMessage());
                    return TaskConsumer.Answer.RELEASE;
                }
            }
            awaitStop();
        }
    }

    private void awaitStop() {
        try {
            if (stop.tryAcquire(RETRY.toMillis(), MILLISECONDS)) {
                stop.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wakeUp() {
        stopping = true;
        stop.release();
        consumer.wakeUp();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
