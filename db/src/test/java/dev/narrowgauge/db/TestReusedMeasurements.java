package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.MeasurementStore.Taken;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that finds the same bytes measured. */
class TestReusedMeasurements {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String CLASS = "x86-vnni";
    private static final LatencyEvidence STEADY = Samples.latency(7, 6, 1);

    private static final Map<String, Object> LATENCY = Map.of("metric", "latency.p50.ratio", "max", 1);
    private static final Policy REUSING = Policy.fromMap(Map.of("reuse", "7d", "rules", List.of(LATENCY)));

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final MeasurementStore measurements = new MeasurementStore(jdbi);

    @BeforeEach
    void upload() {
        Samples.uploads(jdbi);
        register("f".repeat(64));
    }

    @Test
    void sameBytesOnTheSameMachineAreNotMeasuredAgain() {
        Measurement first = measured(STEADY);

        UUID second = quantized(REUSING, false);

        assertThat(benchmarks(second)).isEmpty();
        assertThat(measurements.takenBy(second)).singleElement().satisfies(taken -> {
            assertThat(taken.measurement()).isEqualTo(first);
            assertThat(taken.deviceClass()).isEqualTo(CLASS);
            assertThat(taken.variantId())
                    .isEqualTo(new VariantStore(jdbi).ofRun(second).getFirst().id());
        });
        assertThat(new EventStore(jdbi).after(second, 0, 100))
                .anySatisfy(event ->
                        assertThat(event.data()).contains("\"reused\"", "taken from run %s".formatted(first.runId())));
        assertThat(runs.undecided(Set.of(second))).containsExactly(second);
        // And what is taken is not taken of that again, but of the run that measured it.
        UUID third = quantized(REUSING, false);
        assertThat(measurements.takenBy(third)).extracting(Taken::measurement).containsExactly(first);
    }

    @Test
    void nothingIsReusedUnlessThePolicySaysSo() {
        measured(STEADY);

        assertThat(benchmarks(quantized(Policy.standard(), false))).hasSize(1);
        assertThat(benchmarks(quantized(REUSING, true))).as("fresh").hasSize(1);
    }

    @Test
    void whatIsOldOrOfAnotherMachineIsMeasuredAgain() {
        measured(STEADY);
        register("e".repeat(64));
        assertThat(benchmarks(quantized(REUSING, false))).as("another kernel").hasSize(1);
        register("f".repeat(64));
        assertThat(benchmarks(quantized(REUSING, false))).isEmpty();
        jdbi.useHandle(
                handle -> handle.execute("UPDATE measurement SET created_at = created_at - make_interval(days => 8)"));
        assertThat(benchmarks(quantized(REUSING, false))).as("eight days").hasSize(1);
    }

    /** The control alarms, so nothing that was measured beside it is to be used. */
    @Test
    void invalidMeasurementIsNotReused() {
        measured(Samples.latency(7, 6, 1.5));

        assertThat(benchmarks(quantized(REUSING, false))).hasSize(1);
    }

    /** It was never asked for what the other policy has a rule on. */
    @Test
    void measurementWithoutWhatARuleNeedsIsNotReused() {
        measured(STEADY);
        Policy more = Policy.fromMap(
                Map.of("reuse", "7d", "rules", List.of(LATENCY, Map.of("metric", "latency.p99.ratio", "max", 1))));

        assertThat(benchmarks(quantized(more, false))).hasSize(1);
    }

    @Test
    void otherProjectsMeasurementsAreTheirs() {
        measured(STEADY);
        UUID project = new ProjectStore(jdbi).add("another").orElseThrow().id();
        Jdbi others = Database.jdbi(database, () -> new Scope.Tenant(project));
        Samples.uploads(others);

        UUID run = new RunStore(others)
                .submit(request(REUSING, false), Optional.empty())
                .run()
                .id();
        quantize(run);

        assertThat(benchmarks(run)).hasSize(1);
        assertThat(measurements.takenBy(run)).isEmpty();
    }

    private Measurement measured(LatencyEvidence latency) {
        UUID run = quantized(Policy.standard(), false);
        Job benchmark = benchmarks(run).getFirst();
        Measurement plain = Samples.measurement(benchmark, latency);
        Measurement now = new Measurement(
                plain.id(),
                plain.runId(),
                plain.jobId(),
                plain.variantId(),
                plain.device(),
                plain.accuracy(),
                plain.latency(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                plain.insight(),
                plain.scenarios(),
                plain.determinism(),
                plain.weights());
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", now)).isTrue();
        return now;
    }

    private UUID quantized(Policy policy, boolean fresh) {
        UUID run = runs.submit(request(policy, fresh), Optional.empty()).run().id();
        quantize(run);
        return run;
    }

    /** As a worker does, whose scope is that of all projects. */
    private void quantize(UUID run) {
        Job quantize = jobs.ofRun(run).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        assertThat(jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize)))
                .isTrue();
    }

    private List<Job> benchmarks(UUID run) {
        return jobs.ofRun(run).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .toList();
    }

    private static RunRequest request(Policy policy, boolean fresh) {
        RunRequest known = Samples.request(List.of(CLASS));
        return new RunRequest(
                known.name(),
                known.modelId(),
                known.calibrationDatasetId(),
                known.evaluationDatasetId(),
                known.recipes().subList(0, 1),
                known.deviceClasses(),
                policy.toStored(),
                known.tags(),
                known.commit(),
                fresh);
    }

    private void register(String fingerprint) {
        Node node =
                new Node("node-1", "a processor", List.of(CLASS), fingerprint, Map.of(), Instant.EPOCH, Instant.EPOCH);
        assertThat(new NodeStore(jdbi).register(node, new NodeStore.Holder("agent", LEASE)))
                .isPresent();
    }
}
