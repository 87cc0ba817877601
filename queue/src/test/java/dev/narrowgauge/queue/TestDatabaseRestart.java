package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away while a task is at work, and comes back after the work is done. */
class TestDatabaseRestart {
    private static final int TRIES = 4;
    private static final TaskSettings SETTINGS =
            new TaskSettings("worker", 1, Duration.ofMinutes(1), Duration.ofSeconds(1), TaskTraces.NONE);

    @TempDir
    private Path directory;

    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger computed = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void finishedWorkIsWrittenWhenTheServerIsBack() throws Exception {
        try (RestartingDatabase database = migrated()) {
            JobStore jobs = new JobStore(Database.jdbi(database));
            Run run = throughARestart(database, task -> {
                awaitTheStop(task);
                Variant variant = Samples.variant(task.job());
                return List.of(new TaskResult(task, () -> {
                    tries.incrementAndGet();
                    return jobs.finishQuantize(task.jobId(), task.attempt(), variant);
                }));
            });
            assertThat(quantizeJobs(jobs, run)).extracting(Job::state).containsOnly(JobState.SUCCEEDED);
            assertThat(quantizeJobs(jobs, run)).extracting(Job::attempt).containsOnly(1);
            assertThat(new VariantStore(Database.jdbi(database)).ofRun(run.id()))
                    .hasSize(2);
            assertThat(computed).as("nothing was done twice").hasValue(2);
        }
    }

    /** Or the job would wait for the end of its lease, and say that a worker was lost. */
    @Test
    void failureIsWrittenWhenTheServerIsBack() throws Exception {
        try (RestartingDatabase database = migrated()) {
            JobStore jobs = new JobStore(Database.jdbi(database));
            Run run = throughARestart(database, task -> {
                awaitTheStop(task);
                tries.set(TRIES);
                throw new NarrowgaugeException(ErrorCode.MODEL_INVALID, "it has no graph");
            });
            assertThat(quantizeJobs(jobs, run)).extracting(Job::state).containsOnly(JobState.FAILED);
            assertThat(quantizeJobs(jobs, run)).extracting(Job::attempt).containsOnly(1);
        }
    }

    private Run throughARestart(RestartingDatabase database, TaskHandler handler) throws Exception {
        Jdbi jdbi = Database.jdbi(database);
        JobStore jobs = new JobStore(jdbi);
        Run run = Samples.submit(jdbi);
        try (Notifications notifications = Notifications.start(database);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi), notifications, KafkaFixture.brokers(), TaskTraces.NONE, _ -> {});
                TaskLoop _ = TaskLoop.start(
                        SETTINGS, new DispatchedTasks(jobs, notifications, group(run)), handler, _ -> {})) {
            assertThat(working.await(180, SECONDS)).isTrue();
            database.stop();
            stopped.countDown();
            await("tried in vain", () -> tries.get() >= TRIES);
            database.start();
            await(
                    "both ended",
                    () -> quantizeJobs(jobs, run).allMatch(job -> job.state().terminal()));
        }
        return run;
    }

    private void awaitTheStop(Task task) {
        computed.incrementAndGet();
        working.countDown();
        try {
            assertThat(stopped.await(180, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        task.progress("verify", 1, 1);
    }

    private RestartingDatabase migrated() {
        RestartingDatabase database = new RestartingDatabase(directory);
        Migrations.migrate(database);
        return database;
    }

    private static Stream<Job> quantizeJobs(JobStore jobs, Run run) {
        return jobs.ofRun(run.id()).stream().filter(job -> job.kind() == JobKind.QUANTIZE);
    }

    private static DispatchGroup group(Run run) {
        return new DispatchGroup(KafkaFixture.brokers(), "restart-" + run.id(), List.of(TaskTopic.QUANTIZE));
    }
}
