package dev.narrowgauge.worker;

import static dev.narrowgauge.db.Eventually.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Variant;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Workers in processes of their own, which die and freeze in the middle of a job. */
class TestWorkerDeath {
    private final PGSimpleDataSource database = (PGSimpleDataSource) PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final JobStore jobs = new JobStore(jdbi);
    private final VariantStore variants = new VariantStore(jdbi);

    @TempDir
    private Path root;

    private EmbeddedKafka kafka;
    private Notifications notifications;
    private OutboxRelay relay;
    private WorkerProcess.Environment environment;

    @BeforeEach
    void start() throws IOException {
        kafka = EmbeddedKafka.start(root.resolve("kafka"), 0);
        notifications = Notifications.start(database);
        relay = OutboxRelay.start(
                new OutboxStore(jdbi), notifications, Brokers.at(kafka.bootstrapServers()), TaskTraces.NONE, _ -> {});
        environment = new WorkerProcess.Environment(
                database, kafka.bootstrapServers(), root.resolve("blobs"), root.resolve("workers"));
        for (String id : List.of(Samples.MODEL, Samples.CALIBRATION, Samples.EVALUATION)) {
            Path blob = root.resolve("blobs").resolve(id.substring(0, 2)).resolve(id);
            Files.createDirectories(blob.getParent());
            Files.writeString(blob, "content of " + id);
        }
    }

    @AfterEach
    void stop() {
        relay.close();
        notifications.close();
        kafka.close();
    }

    @Test
    void jobsOfAKilledWorkerAreFinishedByAnotherOnce() throws Exception {
        Run run = Samples.submit(jdbi);
        try (WorkerProcess dying = WorkerProcess.start(environment, "dying", true)) {
            await("both jobs at work", () -> atWork(run) >= 2);
            dying.process().destroyForcibly().waitFor();
        }
        try (WorkerProcess next = WorkerProcess.start(environment, "next", false)) {
            await("all quantized", () -> quantized(run));
            assertThat(next.process().isAlive()).isTrue();
        }
        assertThat(variants.ofRun(run.id()))
                .hasSize(2)
                .extracting(Variant::jobId)
                .doesNotHaveDuplicates();
        assertThat(quantizeJobs(run)).allMatch(job -> job.attempt() > 1);
    }

    /** It sees the folder, and not what is mounted there elsewhere. */
    @Test
    void jobsOfAWorkerWithoutItsMountAreDoneByAnother() throws Exception {
        Run run = Samples.submit(jdbi);
        WorkerProcess.Environment unmounted = new WorkerProcess.Environment(
                database, kafka.bootstrapServers(), root.resolve("no-blobs"), root.resolve("work"));
        WorkerProcess.Environment mounted = new WorkerProcess.Environment(
                database, kafka.bootstrapServers(), root.resolve("blobs"), root.resolve("work"));
        try (Worker _ = WorkerProcess.run(unmounted, notifications, "blind")) {
            await(
                    "one was tried",
                    () -> quantizeJobs(run).anyMatch(job -> job.failures().infrastructure() > 0));
            try (Worker _ = WorkerProcess.run(mounted, notifications, "next")) {
                await("all quantized", () -> quantized(run));
            }
        }
    }

    /** As in the middle of an upgrade: who files runs is newer than this worker. */
    @Test
    void jobWhoseRecipeIsTooNewWaitsForANewerWorker() throws Exception {
        Run run = Samples.submit(jdbi);
        setRecipeVersion(999);
        WorkerProcess.Environment here = new WorkerProcess.Environment(
                database, kafka.bootstrapServers(), root.resolve("blobs"), root.resolve("work"));
        try (Worker _ = WorkerProcess.run(here, notifications, "worker")) {
            await(
                    "one is done and one given back",
                    () -> quantizeJobs(run)
                                    .map(Job::state)
                                    .toList()
                                    .equals(List.of(JobState.QUEUED, JobState.SUCCEEDED))
                            && quantizeJobs(run)
                                    .allMatch(job ->
                                            job.attempt() == 2 || job.state().terminal()));
            assertThat(quantizeJobs(run)).allMatch(job -> job.failures().equals(Job.Failures.NONE));

            setRecipeVersion(1);
            jdbi.useHandle(handle -> handle.execute("UPDATE outbox SET not_before = now()"));
            await("all quantized", () -> quantized(run));
        }
    }

    private void setRecipeVersion(int version) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE run SET recipes = jsonb_set(recipes, CAST('{0,version}' AS text[]), to_jsonb(CAST(? AS integer)))",
                version));
    }

    /** As a system that shuts down does it. */
    @Test
    void terminatedWorkerGivesItsJobsBack() throws Exception {
        Run run = Samples.submit(jdbi);
        try (WorkerProcess leaving = WorkerProcess.start(environment, "leaving", true)) {
            await("both jobs at work", () -> atWork(run) >= 2);
            leaving.signal("TERM");
            assertThat(leaving.process().waitFor(180, SECONDS)).isTrue();
            assertThat(directories(leaving)).as("nothing is left").isZero();
        }
        assertThat(quantizeJobs(run)).allSatisfy(job -> {
            assertThat(job.state()).isEqualTo(JobState.QUEUED);
            assertThat(job.failures()).isEqualTo(Job.Failures.NONE);
        });
    }

    @Test
    void frozenWorkerThatWakesUpLaterChangesNothing() throws Exception {
        Run run = Samples.submit(jdbi);
        try (WorkerProcess frozen = WorkerProcess.start(environment, "frozen", true)) {
            await("both jobs at work", () -> atWork(run) >= 2);
            frozen.signal("STOP");
            try (WorkerProcess next = WorkerProcess.start(environment, "next", false)) {
                await("all quantized", () -> quantized(run));
                assertThat(next.process().isAlive()).isTrue();
            }
            List<Variant> before = variants.ofRun(run.id());
            int events = new EventStore(jdbi).after(run.id(), 0, 1000).size();
            frozen.letGo();
            frozen.signal("CONT");
            await("the zombie has dropped its work", () -> directories(frozen) == 0);
            assertThat(variants.ofRun(run.id())).isEqualTo(before).hasSize(2);
            assertThat(new EventStore(jdbi).after(run.id(), 0, 1000)).hasSize(events);
        }
    }

    private long atWork(Run run) {
        return new EventStore(jdbi)
                .after(run.id(), 0, 1000).stream()
                        .filter(event -> event.data().contains("calibrate"))
                        .count();
    }

    private boolean quantized(Run run) {
        return quantizeJobs(run).allMatch(job -> job.state() == JobState.SUCCEEDED);
    }

    private Stream<Job> quantizeJobs(Run run) {
        return jobs.ofRun(run.id()).stream().filter(job -> job.kind() == JobKind.QUANTIZE);
    }

    private static long directories(WorkerProcess worker) {
        try (Stream<Path> entries = Files.list(worker.workDirectory())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("engine-"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
