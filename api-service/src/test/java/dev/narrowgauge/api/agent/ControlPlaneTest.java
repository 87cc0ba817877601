package dev.narrowgauge.api.agent;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.queue.Claim;
import dev.narrowgauge.queue.TaskIntake;
import dev.narrowgauge.queue.TaskSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;

/** What tests of agents need: a database with runs, and a node that an agent speaks for. */
abstract class ControlPlaneTest {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration SILENCE = Duration.ofMinutes(1);

    /** Those of the samples of measurements. */
    static final String NODE = "node-1";

    static final String CLASS = "x86-vnni";

    /** Why an agent takes no jobs. */
    static final Optional<String> AT_WORK = Optional.empty();

    final DataSource dataSource = PostgresFixture.migrated();
    final Jdbi jdbi = Database.jdbi(dataSource);
    final JobStore jobs = new JobStore(jdbi);
    final NodeStore nodes = new NodeStore(jdbi);
    final RunStore runs = new RunStore(jdbi);
    final VariantStore variants = new VariantStore(jdbi);
    final ControlStore controls = new ControlStore(jdbi);
    final Notifications notifications = Notifications.start(dataSource);
    final Deque<AutoCloseable> opened = new ArrayDeque<>(List.of(notifications));

    /** As an agent has it whose process has that name. */
    abstract ControlPlane plane(String process);

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.removeLast().close();
        }
    }

    /** A run whose two variants are made. */
    Run quantized() {
        return quantized(Samples.submit(jdbi));
    }

    Run quantized(Run run) {
        for (Job job : jobs.ofRun(run.id())) {
            jobs.claim(job.id(), 1, "worker", LEASE);
            assertThat(jobs.finishQuantize(job.id(), 1, Samples.variant(job))).isTrue();
        }
        return run;
    }

    List<Job> benchmarks(Run run) {
        return jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .toList();
    }

    /** Speaks for the node. */
    ControlPlane joined(String process) {
        ControlPlane plane = plane(process);
        assertThat(plane.register(node())).isPresent();
        return plane;
    }

    static Node node() {
        Node node = new Node(
                NODE,
                "a processor",
                List.of(CLASS),
                "f".repeat(64),
                Map.of("cores", "2"),
                Instant.EPOCH,
                Instant.EPOCH);
        return node.withLabels(List.of("rack=7", "nightly"));
    }

    Job taken(TaskSource source) {
        return taken(source, "agent");
    }

    /** @param process as which the agent of the source is known */
    Job taken(TaskSource source, String process) {
        AtomicReference<Claim> claimed = new AtomicReference<>();
        try (TaskIntake intake = source.join(process, LEASE)) {
            await("taken", () -> {
                intake.poll(claimed::set);
                return claimed.get() != null;
            });
        }
        return claimed.get().job();
    }

    /** A/A comparisons that found nothing. */
    static List<Control> session(int comparisons) {
        return LongStream.range(0, comparisons)
                .mapToObj(seed -> new Control(Instant.EPOCH, 100 + seed, new Interval(1, 0.99, 1.01, 0.99)))
                .toList();
    }
}
