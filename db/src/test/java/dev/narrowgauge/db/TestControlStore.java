package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.latency.ControlHistory;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestControlStore {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final NodeStore.Holder AGENT = new NodeStore.Holder("agent", Duration.ofMinutes(1));

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final JobStore jobs = new JobStore(jdbi);
    private final NodeStore nodes = new NodeStore(jdbi);
    private final ControlStore controls = new ControlStore(jdbi);
    private final Node node = nodes.register(node("node-1"), AGENT).orElseThrow();

    @Test
    void measurementLeavesItsControl() {
        measure(1, 6, 1.001);

        ControlHistory history = controls.history("node-1");
        assertThat(history.controls()).singleElement().satisfies(control -> {
            assertThat(control.session()).isEqualTo(1);
            assertThat(control.ratio().estimate()).isEqualTo(1.001);
            assertThat(control.ratio().confidence()).isEqualTo(0.99);
            assertThat(control.alarms()).isTrue();
        });
        assertThat(controls.history("node-2").controls()).isEmpty();
        assertThat(nodes.find("node-1").orElseThrow()).isEqualTo(node);
        assertThat(controls.sources("node-1"))
                .containsExactly(new ControlStore.Source(Samples.MODEL, Samples.EVALUATION));
    }

    @Test
    void previewLeavesNone() {
        measure(1, 5, 1.5);
        assertThat(controls.history("node-1").controls()).isEmpty();
    }

    @Test
    void measurementsThatSharedABaselineShareItsControl() {
        measure(1, 6, 1.5);
        measure(1, 6, 1.5);
        assertThat(controls.history("node-1").controls()).hasSize(1);
    }

    @Test
    void tooManyAlarmsQuarantineTheNodeUntilAPersonClearsIt() {
        measure(1, 6, 1.5);
        assertThat(standing().isQuarantined()).isFalse();
        measure(2, 6, 1.5);

        Standing.Quarantine quarantine = standing().quarantine().orElseThrow();
        assertThat(quarantine.reason()).startsWith("2 of its last 2 controls");
        assertThat(quarantine.since()).isAfter(node.registeredAt());
        assertThat(quarantine.recheckAsked()).isFalse();
        assertThat(nodes.register(node, AGENT).orElseThrow().standing())
                .as("after a restart")
                .isEqualTo(standing());

        measure(3, 6, 1.5);
        assertThat(standing().quarantine().orElseThrow().since()).isEqualTo(quarantine.since());
        assertThat(standing().quarantine().orElseThrow().reason()).startsWith("3 of its last 3 controls");

        assertThat(nodes.clear("node-1", "The fan was replaced.")).isTrue();
        assertThat(standing().isQuarantined()).isFalse();
        assertThat(standing().clearance().orElseThrow().reason()).isEqualTo("The fan was replaced.");
        assertThat(controls.history("node-1").controls()).isEmpty();
        measure(4, 6, 1.5);
        assertThat(standing().isQuarantined()).as("one alarm since").isFalse();
        measure(5, 6, 1.5);
        assertThat(standing().isQuarantined()).isTrue();
    }

    @Test
    void onlyQuarantinedNodesAreClearedOrRechecked() {
        assertThat(nodes.clear("node-1", "why not")).isFalse();
        assertThat(nodes.askRecheck("node-1")).isFalse();
        assertThat(nodes.askRecheck("nowhere")).isFalse();
        assertThat(standing()).isEqualTo(Standing.good());
    }

    @Test
    void sessionThatFindsNothingClears() {
        quarantine();
        assertThat(nodes.askRecheck("node-1")).isTrue();
        assertThat(nodes.seen("node-1", AGENT)
                        .orElseThrow()
                        .standing()
                        .quarantine()
                        .orElseThrow()
                        .recheckAsked())
                .isTrue();

        controls.endRecheck("node-1", session(), Optional.empty());

        assertThat(standing().isQuarantined()).isFalse();
        assertThat(standing().clearance().orElseThrow().reason()).isEqualTo("An A/A session of 10 comparisons.");
        assertThat(controls.history("node-1").controls()).hasSize(10);
        assertThat(controls.sources("node-1"))
                .as("of measurements alone, what was measured twice once")
                .containsExactly(new ControlStore.Source(Samples.MODEL, Samples.EVALUATION));
    }

    @Test
    void sessionThatFindsSomethingLeavesTheNodeWithTheNewReason() {
        quarantine();
        nodes.askRecheck("node-1");

        controls.endRecheck("node-1", session(), Optional.of("1 of 10 comparisons of a file with itself said FASTER."));

        Standing.Quarantine quarantine = standing().quarantine().orElseThrow();
        assertThat(quarantine.reason()).contains("said FASTER");
        assertThat(quarantine.recheckAsked()).isFalse();
        assertThat(controls.history("node-1").controls()).hasSize(12);
    }

    @Test
    void jobThatOnlyQuarantinedNodesCouldTakeIsToldSo() {
        Job stranded = benchmark();
        assertThat(jobs.failStranded("agent", "why"))
                .as("a node that is trusted")
                .isZero();
        quarantine();
        assertThat(nodes.register(node("node-2"), AGENT)).isPresent();
        assertThat(jobs.failStranded("agent", "why"))
                .as("another node of the class")
                .isZero();
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET device_classes = '{arm}' WHERE name = 'node-2'"));

        for (int attempt = 1; attempt <= 4; attempt++) {
            assertThat(jobs.failStranded("agent", "why")).isEqualTo(1);
        }
        assertThat(jobs.failStranded("agent", "why")).isZero();
        Job ended = jobs.find(stranded.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.error()).contains(new Job.JobError(ErrorCode.NODE_QUARANTINED, "why"));
    }

    private void quarantine() {
        measure(1, 6, 1.5);
        measure(2, 6, 1.5);
        assertThat(standing().isQuarantined()).isTrue();
    }

    private static List<Control> session() {
        return LongStream.range(100, 110)
                .mapToObj(seed -> new Control(Instant.EPOCH, seed, new Interval(1, 0.99, 1.01, 0.99)))
                .toList();
    }

    private Standing standing() {
        return nodes.find("node-1").orElseThrow().standing();
    }

    /** A run with one measurement, whose control takes that much of the baseline's time in every fork. */
    private void measure(long seed, int forks, double controlRatio) {
        Job benchmark = benchmark();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        Measurement measurement = Samples.measurement(benchmark, Samples.latency(seed, forks, controlRatio));
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", measurement))
                .isTrue();
    }

    /** Of a run whose first variant is made. */
    private Job benchmark() {
        Run run = Samples.submit(jdbi);
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        return jobs.ofRun(run.id()).getLast();
    }

    private static Node node(String name) {
        return new Node(
                name,
                "a processor",
                List.of("x86-vnni"),
                "f".repeat(64),
                Map.of("cores", "2"),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
