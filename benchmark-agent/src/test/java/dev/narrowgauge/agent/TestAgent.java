package dev.narrowgauge.agent;

import static dev.narrowgauge.db.Eventually.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.DirectControlPlane;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.queue.Task;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskResult;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.service.RoleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAgent {
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final NodeStore.Holder AGENT = new NodeStore.Holder("agent", Duration.ofMinutes(1));

    private final DataSource dataSource = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(dataSource);
    private final JobStore jobs = new JobStore(jdbi);
    private final NodeStore nodes = new NodeStore(jdbi);
    private final Notifications notifications = Notifications.start(dataSource);

    @AfterEach
    void stop() {
        notifications.close();
    }

    @Test
    void agentTakesTheJobsOfItsClassesOnly(@TempDir Path directory) {
        TaskHandler measure = task -> measured(task, Samples.measurement(task.job()));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi),
                        notifications,
                        Brokers.at(kafka.bootstrapServers()),
                        TaskTraces.NONE,
                        _ -> {});
                Agent _ = agent(kafka.bootstrapServers(), node("x86-vnni"), measure, directory)) {
            Run run = quantized(List.of("x86-vnni", "arm-i8mm"));
            await("measured", () -> state(run, "x86-vnni") == JobState.SUCCEEDED);
            assertThat(new MeasurementStore(jdbi).ofRun(run.id())).hasSize(1);
            awaitOthersTaken();
            assertThat(state(run, "arm-i8mm")).isEqualTo(JobState.QUEUED);
            Instant seen = nodes.find("node-1").orElseThrow().lastSeenAt();
            await(
                    "seen again",
                    () -> nodes.find("node-1").orElseThrow().lastSeenAt().isAfter(seen));
        }
    }

    /** Whatever the agent would have taken of what waits is taken by then. */
    private void awaitOthersTaken() {
        await("all dispatch messages are sent", () -> unsent() == 0);
        Run later = quantized(List.of("x86-vnni"));
        await("a later one is measured", () -> state(later, "x86-vnni") == JobState.SUCCEEDED);
    }

    private long unsent() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM outbox")
                .mapTo(Long.class)
                .one());
    }

    /** Its controls are wrong until the session, which measures a sound node; then it goes on. */
    @Test
    void quarantinedAgentTakesNothingUntilASessionClearsIt(@TempDir Path directory) throws IOException {
        AtomicInteger taken = new AtomicInteger();
        TaskHandler measure = task ->
                measured(task, Samples.measurement(task.job(), Samples.latency(taken.incrementAndGet(), 6, 1.5)));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi),
                        notifications,
                        Brokers.at(kafka.bootstrapServers()),
                        TaskTraces.NONE,
                        _ -> {});
                Agent _ = agent(kafka.bootstrapServers(), node("x86-vnni"), measure, directory)) {
            Run first = quantized(List.of("x86-vnni"));
            await("measured", () -> state(first, "x86-vnni") == JobState.SUCCEEDED);
            Run second = quantized(List.of("x86-vnni"));
            await("quarantined", () -> standing().isQuarantined());
            assertThat(state(second, "x86-vnni")).isEqualTo(JobState.SUCCEEDED);

            nodes.askRecheck("node-1");
            await(
                    "refused",
                    () -> standing().quarantine().orElseThrow().reason().contains("no model"));
            runIsToldThatItsOnlyNodeIsQuarantined();

            assertThat(nodes.register(node("node-2", "x86-vnni"), AGENT)).isPresent();
            Run third = quantized(List.of("x86-vnni"));
            Instant seen = nodes.find("node-1").orElseThrow().lastSeenAt();
            await(
                    "seen again",
                    () -> nodes.find("node-1").orElseThrow().lastSeenAt().isAfter(seen.plusSeconds(1)));
            assertThat(state(third, "x86-vnni")).isEqualTo(JobState.QUEUED);
            assertThat(taken).hasValue(2);

            store(directory);
            nodes.askRecheck("node-1");
            await("cleared", () -> !standing().isQuarantined());
            assertThat(standing().clearance().orElseThrow().reason()).contains("A/A session of 10 comparisons");
            await("measured again", () -> state(third, "x86-vnni") == JobState.SUCCEEDED);
        }
    }

    private void runIsToldThatItsOnlyNodeIsQuarantined() {
        Run stranded = quantized(List.of("x86-vnni"));
        await("told", () -> state(stranded, "x86-vnni") == JobState.FAILED);
        Job.JobError told = jobs.ofRun(stranded.id()).getLast().error().orElseThrow();
        assertThat(told.code()).isEqualTo(ErrorCode.NODE_QUARANTINED);
        assertThat(told.message()).contains("'node-1' has been quarantined").contains("POST /v1/nodes/node-1/clear");
    }

    /** What it does it finishes. It stays drained when its agent starts again, and is the same node. */
    @Test
    void drainedAgentFinishesItsJobAndTakesNoMoreUntilItIsResumed(@TempDir Path directory) throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TaskHandler measure = task -> {
            atWork.countDown();
            awaitZero(goOn);
            return measured(task, Samples.measurement(task.job()));
        };
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi),
                        notifications,
                        Brokers.at(kafka.bootstrapServers()),
                        TaskTraces.NONE,
                        _ -> {})) {
            Node registered;
            Run second;
            try (Agent _ = agent(kafka.bootstrapServers(), node("x86-vnni"), measure, directory)) {
                Run first = quantized(List.of("x86-vnni"));
                awaitZero(atWork);
                registered = nodes.drain("node-1").orElseThrow();
                second = quantized(List.of("x86-vnni"));
                awaitBeat();
                goOn.countDown();
                await("finished", () -> state(first, "x86-vnni") == JobState.SUCCEEDED);
                assertThat(jobs.ofRun(first.id()).getLast().attempt()).isEqualTo(1);
                awaitBeat();
                assertThat(state(second, "x86-vnni")).isEqualTo(JobState.QUEUED);
            }
            try (Agent _ = agent("agent-2", kafka.bootstrapServers(), node("x86-vnni"), measure, directory)) {
                awaitBeat();
                Node back = nodes.find("node-1").orElseThrow();
                assertThat(back.registeredAt()).isEqualTo(registered.registeredAt());
                assertThat(back.standing()).isEqualTo(registered.standing());
                assertThat(state(second, "x86-vnni")).isEqualTo(JobState.QUEUED);

                nodes.resume("node-1");
                await("measured", () -> state(second, "x86-vnni") == JobState.SUCCEEDED);
            }
        }
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(180, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever the first look has begun has been done before the second: one thread does both. */
    private void awaitBeat() {
        for (int i = 0; i < 2; i++) {
            Instant before = nodes.find("node-1").orElseThrow().lastSeenAt();
            await(
                    "seen again",
                    () -> nodes.find("node-1").orElseThrow().lastSeenAt().isAfter(before));
        }
    }

    /** Machines made from one image have one host name; each would replace what the other says of itself. */
    @Test
    void agentWhoseNameAnotherHasWaitsUntilThatOneLeaves(@TempDir Path directory) {
        try (Agent first = agent("agent-1", "127.0.0.1:1", bare("a processor"), _ -> List.of(), directory);
                Agent second = agent("agent-2", "127.0.0.1:1", bare("another"), _ -> List.of(), directory)) {
            assertThat(second.whyPaused().orElseThrow()).contains("'node-1'").contains("narrowgauge.agent.name");
            assertThat(nodes.find("node-1").orElseThrow().description()).isEqualTo("a processor");
            assertThat(first.whyPaused()).isEmpty();
            first.close();
            await(
                    "taken over",
                    () -> nodes.find("node-1").orElseThrow().description().equals("another"));
            await("at work", () -> second.whyPaused().isEmpty());
        }
    }

    /** A heartbeat that nobody can keep is noticed only after the node has its agent. */
    @Test
    void agentThatDoesNotStartLeavesItsNodeToOthers(@TempDir Path directory) {
        RoleSettings breathless = new RoleSettings("agent-1", 1, LEASE, Duration.ZERO, Duration.ZERO, TaskTraces.NONE);
        assertThatThrownBy(() -> agent(breathless, "127.0.0.1:1", bare("a processor"), _ -> List.of(), directory))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(nodes.find("node-1")).as("it had joined").isPresent();
        assertThat(nodes.register(bare("another"), AGENT)).as("it has left").isPresent();
    }

    private static Node bare(String description) {
        return new Node("node-1", description, List.of(), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void nodeThatOffersNothingIsSeenAndTakesNothing(@TempDir Path directory) {
        Node bare = new Node("bare", "old", List.of(), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
        try (Agent _ = agent("127.0.0.1:1", bare, _ -> List.of(), directory)) {
            assertThat(nodes.find("bare")).isPresent();
        }
    }

    private List<TaskResult> measured(Task task, Measurement measurement) {
        String owner = task.job().lease().orElseThrow().owner();
        return List.of(
                new TaskResult(task, () -> jobs.finishBenchmark(task.jobId(), task.attempt(), owner, measurement)));
    }

    /** A run whose first variant is made. */
    private Run quantized(List<String> deviceClasses) {
        Samples.uploads(jdbi);
        Run run = new RunStore(jdbi)
                .submit(Samples.request(deviceClasses), Optional.empty())
                .run();
        Job job = jobs.ofRun(run.id()).getFirst();
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.finishQuantize(job.id(), 1, Samples.variant(job))).isTrue();
        return run;
    }

    private JobState state(Run run, String deviceClass) {
        return jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .filter(job -> job.deviceClass().equals(Optional.of(deviceClass)))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private Standing standing() {
        return nodes.find("node-1").orElseThrow().standing();
    }

    /** An agent that finds nothing in a file against itself. */
    private Agent agent(String kafka, Node node, TaskHandler measure, Path directory) {
        return agent("agent-1", kafka, node, measure, directory);
    }

    private Agent agent(String name, String kafka, Node node, TaskHandler measure, Path directory) {
        RoleSettings settings =
                new RoleSettings(name, 1, LEASE, Duration.ofMillis(500), Duration.ZERO, TaskTraces.NONE);
        return agent(settings, kafka, node, measure, directory);
    }

    private Agent agent(RoleSettings settings, String kafka, Node node, TaskHandler measure, Path directory) {
        DirectControlPlane.Stores stores = new DirectControlPlane.Stores(
                nodes, jobs, new RunStore(jdbi), new VariantStore(jdbi), new ControlStore(jdbi));
        ControlPlane plane = new DirectControlPlane(stores, notifications, Brokers.at(kafka), Agent.holder(settings));
        Recheck recheck = new Recheck(
                plane,
                FolderBlobStore.open(directory.resolve("blobs")),
                (_, _, plan, _) -> Samples.latency(plan.seed(), 6, 1, 1));
        return Agent.start(settings, plane, node, measure, recheck, _ -> {});
    }

    /** The files of the runs, where their hashes say. */
    private static void store(Path directory) throws IOException {
        for (String hash : List.of(Samples.MODEL, Samples.EVALUATION)) {
            Path folder = directory.resolve("blobs").resolve(hash.substring(0, 2));
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(hash), "content");
        }
    }

    private static Node node(String deviceClass) {
        return node("node-1", deviceClass);
    }

    private static Node node(String name, String deviceClass) {
        return new Node(
                name, "a processor", List.of(deviceClass), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
