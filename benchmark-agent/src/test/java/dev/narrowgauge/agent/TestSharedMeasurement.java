package dev.narrowgauge.agent;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.agent.AgentProcess.Environment;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Variants of one run that are timed in the same forks. */
class TestSharedMeasurement {
    @TempDir
    private static Path broker;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path root;

    private final PGSimpleDataSource database = (PGSimpleDataSource) PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final JobStore jobs = new JobStore(jdbi);
    private Notifications notifications;
    private OutboxRelay relay;
    private Environment environment;
    private Path hold;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(broker, 0);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void start() throws IOException {
        notifications = Notifications.start(database);
        relay = OutboxRelay.start(
                new OutboxStore(jdbi), notifications, Brokers.at(kafka.bootstrapServers()), TaskTraces.NONE, _ -> {});
        Path work = Files.createDirectories(root.resolve("work"));
        environment = new Environment(database, kafka.bootstrapServers(), root.resolve("blobs"), work);
        hold = work.resolve(FakeEngine.HOLD);
        blob(Samples.MODEL, "1000");
        blob(Samples.EVALUATION, "no samples");
    }

    @AfterEach
    void stop() {
        relay.close();
        notifications.close();
    }

    @Test
    void variantsHaveTheSameBaselineAndEachItsOwnEvidence() throws Exception {
        Run run = quantized("500", "2000");
        try (Agent _ = AgentProcess.run(environment, notifications, "agent")) {
            await("measured", () -> benchmarks(run).stream().allMatch(job -> job.state() == JobState.SUCCEEDED));
        }
        List<Measurement> measurements = new MeasurementStore(jdbi).ofRun(run.id());
        assertThat(measurements).hasSize(2);
        assertThat(measurements).extracting(one -> one.latency().seed()).containsOnly(seed(measurements));
        for (Role shared : List.of(Role.BASELINE, Role.CONTROL)) {
            assertThat(blocks(measurements.getFirst(), shared))
                    .isNotEmpty()
                    .isEqualTo(blocks(measurements.getLast(), shared));
        }
        for (Measurement one : measurements) {
            Job job = jobs.find(one.jobId()).orElseThrow();
            assertThat(job.subject()).isEqualTo(one.variantId().toString());
            double millis = job.equals(benchmarks(run).getFirst()) ? 0.5 : 2;
            assertThat(blocks(one, Role.VARIANT))
                    .isNotEmpty()
                    .allSatisfy(block -> assertThat(block.medianMillis()).isCloseTo(millis, within(0.05)));
            assertThat(one.latency().forks())
                    .extracting(Fork::startOrder)
                    .allSatisfy(order ->
                            assertThat(order).containsExactlyInAnyOrder(Role.BASELINE, Role.CONTROL, Role.VARIANT));
            assertThat(events(run, job.id(), "\"found\": \"ratio not known yet\""))
                    .isPositive();
            assertThat(one.insight().roofline().threads()).isEqualTo(1);
            assertThat(one.scenarios()).as("nobody asked for it").isEmpty();
            assertThat(one.determinism()).isNull();
        }
    }

    @Test
    void cancelledSiblingLeavesTheOthers() throws Exception {
        Files.createFile(hold);
        Run run = quantized("500", "2000");
        try (Agent _ = AgentProcess.run(environment, notifications, "agent")) {
            awaitBothMeasured(run);
            UUID cancelled = benchmarks(run).getLast().id();
            jdbi.useHandle(handle -> handle.execute("""
                    UPDATE job SET state = 'CANCELLED', lease_owner = NULL, lease_until = NULL WHERE id = ?
                    """, cancelled));
            Files.delete(hold);
            await("measured", () -> benchmarks(run).getFirst().state() == JobState.SUCCEEDED);
            assertThat(jobs.find(cancelled).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        }
        assertThat(new MeasurementStore(jdbi).ofRun(run.id()))
                .singleElement()
                .extracting(Measurement::jobId)
                .isEqualTo(benchmarks(run).getFirst().id());
    }

    @Test
    void variantThatCrashesFailsItsOwnJobAlone() throws Exception {
        Run run = quantized("500", FakeEngine.CRASHES);
        try (Agent _ = AgentProcess.run(environment, notifications, "agent")) {
            await(
                    "ended",
                    () -> benchmarks(run).stream().allMatch(job -> job.state().terminal()));
        }
        Job innocent = benchmarks(run).getFirst();
        Job crashed = benchmarks(run).getLast();
        assertThat(innocent.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(innocent.attempt()).isEqualTo(1);
        assertThat(crashed.error().orElseThrow().code()).isEqualTo(ErrorCode.ENGINE_CRASHED);
        assertThat(crashed.attempt()).isEqualTo(2);
        assertThat(new MeasurementStore(jdbi).ofRun(run.id()))
                .extracting(Measurement::jobId)
                .containsExactly(innocent.id());
    }

    @Test
    void jobsOfAKilledAgentAreMeasuredByAnother() throws Exception {
        Files.createFile(hold);
        Run run = quantized("500", "2000");
        Process dying = AgentProcess.start(environment, "dying");
        try {
            awaitBothMeasured(run);
        } finally {
            dying.destroyForcibly().waitFor();
        }
        Files.delete(hold);
        try (Agent _ = AgentProcess.run(environment, notifications, "next")) {
            await("measured", () -> benchmarks(run).stream().allMatch(job -> job.state() == JobState.SUCCEEDED));
        }
        assertThat(benchmarks(run)).allSatisfy(job -> {
            assertThat(job.attempt()).isEqualTo(2);
            assertThat(job.failures()).isEqualTo(new Job.Failures(0, 0, 1, 0));
        });
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).hasSize(2);
    }

    private void awaitBothMeasured(Run run) {
        await(
                "both are being measured",
                () -> benchmarks(run).stream().allMatch(job -> events(run, job.id(), "\"stage\": \"warm-up\"") > 0));
    }

    private long events(Run run, UUID job, String text) {
        return new EventStore(jdbi)
                .after(run.id(), 0, 1000).stream()
                        .filter(event -> event.jobId().equals(Optional.of(job)))
                        .filter(event -> event.data().contains(text))
                        .count();
    }

    private static long seed(List<Measurement> measurements) {
        return measurements.getFirst().latency().seed();
    }

    private static List<Block> blocks(Measurement measurement, Role role) {
        return measurement.latency().forks().stream()
                .flatMap(fork -> fork.rounds().stream())
                .flatMap(round -> round.blocks().stream())
                .filter(block -> block.role() == role)
                .toList();
    }

    /** A run whose two variants are made, in order. */
    private Run quantized(String first, String second) throws IOException {
        Run run = Samples.submit(jdbi);
        List<String> contents = List.of(first, second);
        List<Job> waiting = jobs.ofRun(run.id());
        for (int i = 0; i < contents.size(); i++) {
            Job job = waiting.get(i);
            String sha256 = Integer.toString(i + 1).repeat(64);
            blob(sha256, contents.get(i));
            Variant made = Samples.variant(job);
            jobs.claim(job.id(), 1, "worker", Duration.ofMinutes(1));
            assertThat(jobs.finishQuantize(
                            job.id(),
                            1,
                            new Variant(
                                    made.id(),
                                    made.runId(),
                                    made.jobId(),
                                    made.precision(),
                                    made.recipe(),
                                    sha256,
                                    made.sizeBytes(),
                                    made.report(),
                                    made.provenance(),
                                    made.createdAt())))
                    .isTrue();
        }
        return run;
    }

    private List<Job> benchmarks(Run run) {
        return jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .toList();
    }

    private void blob(String sha256, String content) throws IOException {
        Path blob = root.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
        Files.createDirectories(blob.getParent());
        Files.writeString(blob, content);
    }
}
