package dev.narrowgauge.agent;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAgent {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final DataSource dataSource = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(dataSource);
    private final JobStore jobs = new JobStore(jdbi);
    private final NodeStore nodes = new NodeStore(jdbi);

    @Test
    void agentTakesTheJobsOfItsClassesOnly(@TempDir Path directory) {
        TaskHandler measure =
                task -> jobs.finishBenchmark(task.jobId(), task.attempt(), Samples.measurement(task.job()));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Notifications notifications = Notifications.start(dataSource);
                OutboxRelay relay = OutboxRelay.start(new OutboxStore(jdbi), notifications, kafka.bootstrapServers());
                Agent agent = Agent.start(settings(kafka.bootstrapServers()), dataSource, node("x86-vnni"), measure)) {
            Run run = quantized(List.of("x86-vnni", "arm-i8mm"));
            await("measured", () -> state(run, "x86-vnni") == JobState.SUCCEEDED);
            assertThat(new MeasurementStore(jdbi).ofRun(run.id())).hasSize(1);
            assertThat(state(run, "arm-i8mm")).isEqualTo(JobState.QUEUED);
            Instant seen = nodes.find("node-1").orElseThrow().lastSeenAt();
            await(
                    "seen again",
                    () -> nodes.find("node-1").orElseThrow().lastSeenAt().isAfter(seen));
            assertThat(relay).isNotNull();
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void nodeThatOffersNothingIsSeenAndTakesNothing() {
        Node bare = new Node("bare", "old", List.of(), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
        try (Agent agent = Agent.start(settings("127.0.0.1:1"), dataSource, bare, _ -> {})) {
            assertThat(nodes.find("bare")).isPresent();
            assertThat(agent).isNotNull();
        }
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

    private static Agent.Settings settings(String kafka) {
        return new Agent.Settings(kafka, "agent-1", LEASE, Duration.ofMillis(500));
    }

    private static Node node(String deviceClass) {
        return new Node(
                "node-1", "a processor", List.of(deviceClass), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
