package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.forks;
import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.named;
import static dev.narrowgauge.domain.gate.MeasuredVariants.on;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a run is extended, by how much, and what comes of it. */
class TestMoreForks {
    private static final Map<String, Object> LATENCY =
            Map.of("metric", "latency.p50.ratio", "max", 0.5, "onInconclusive", "extend");
    private static final Map<String, Object> ACCURACY = Map.of("metric", "accuracy.top1.loss", "max", 0.01);

    /** A ratio near the limit, whose forks scatter by 4 %. */
    private static final Evidence.Measured UNDECIDED = near(0.49, 10, 0);

    @Test
    void undecidedRowIsExtendedByWhatWouldDecideIt() {
        Policy policy = policy(Map.of(), LATENCY, ACCURACY);
        Row row = row(policy, UNDECIDED);
        int missing = row.rules().getFirst().missing().forks();

        assertThat(more(policy, UNDECIDED)).singleElement().satisfies(more -> {
            assertThat(more.deviceClass()).isEqualTo("x86-vnni");
            assertThat(more.variantId()).isEqualTo("variant");
            assertThat(more.forks()).isEqualTo(Math.clamp((int) Math.ceil(1.5 * missing), 6, 70));
            assertThat(more.reason())
                    .isEqualTo("int8 on x86-vnni is extended by %d forks: rule latency.p50.ratio is not decided by 10."
                            .formatted(more.forks()));
        });
        assertThat(more(policy(Map.of("extend", Map.of("forks", 13)), LATENCY), UNDECIDED))
                .singleElement()
                .satisfies(more -> assertThat(more.forks()).isEqualTo(3));
    }

    @Test
    void nothingIsExtendedThatForksCannotDecide() {
        Policy policy = policy(Map.of(), LATENCY, ACCURACY);
        Evidence.Measured fewSamples =
                with(UNDECIDED, measured(Precision.INT8, 1, 100, 1, 1).accuracy());
        assertThat(row(policy, fewSamples).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(more(policy, fewSamples)).isEmpty();
        // Decided, one way or the other.
        assertThat(more(policy, measured(Precision.INT8, 0.4, 1000, 0, 0))).isEmpty();
        assertThat(more(policy, measured(Precision.INT8, 0.6, 1000, 0, 0))).isEmpty();
        assertThat(more(policy(Map.of(), Map.of("metric", "latency.p50.ratio", "max", 0.5)), UNDECIDED))
                .isEmpty();
        // It is lost on another device.
        Evidence.Device other = new Evidence.Device("x86-avx2", "node-2", "a processor", "f00d");
        assertThat(more(policy, UNDECIDED, on(other, measured(Precision.INT8, 0.6, 1000, 0, 0))))
                .isEmpty();
    }

    /** There are no more than the evaluation set holds, and all of them were asked for. */
    @Test
    void accuracyHasNoMoreSamples() {
        Policy policy =
                policy(Map.of(), Map.of("metric", "accuracy.top1.loss", "max", 0.01, "onInconclusive", "extend"));
        Evidence.Measured fewSamples = measured(Precision.INT8, 0.4, 100, 1, 1);

        assertThat(more(policy, fewSamples)).isEmpty();
        assertThat(row(policy, fewSamples).rules().getFirst().sentence())
                .endsWith(
                        "It cannot be extended: all 100 samples of the evaluation set were evaluated, and there are no"
                                + " more.");
    }

    @Test
    void anyVariantThatMayPassIsExtended() {
        Policy policy = policy(Map.of("requires", "any"), LATENCY);
        Evidence.Measured lost = named("lost", measured(Precision.INT8, 0.6, 1000, 0, 0));

        assertThat(more(policy, lost, UNDECIDED))
                .singleElement()
                .satisfies(more -> assertThat(more.reason()).startsWith("int8 on"));
        assertThat(more(policy, named("good", measured(Precision.INT8, 0.4, 1000, 0, 0)), UNDECIDED))
                .isEmpty();
    }

    @Test
    void forksOfOneNodeCountAsOneMeasurement() {
        Policy policy = policy(Map.of(), LATENCY);
        Evidence.Measured pooled = pooled(UNDECIDED, near(0.49, 60, 0.3));

        assertThat(pooled.extension()).isEqualTo(new Extension(List.of(10, 60), List.of()));
        Row row = row(policy, pooled);
        assertThat(row.latency().forks()).isEqualTo(70);
        assertThat(row.verdict()).isEqualTo(Verdict.PASS);
        assertThat(row.notes()).contains("Extended: the forks of 2 measurements, 10 + 60, count as one.");
    }

    @Test
    void limitOfThePolicyEndsIt() {
        Policy policy = policy(Map.of("extend", Map.of("forks", 20)), LATENCY);
        Evidence.Measured pooled = pooled(UNDECIDED, near(0.5, 10, 0.3));

        assertThat(more(policy, pooled)).isEmpty();
        RuleOutcome outcome = row(policy, pooled).rules().getFirst();
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.sentence()).endsWith("The policy extends no further than to these 20 forks.");
        Policy twice = policy(Map.of("extend", Map.of("forks", 40, "times", 2)), LATENCY);
        assertThat(more(twice, pooled))
                .singleElement()
                .satisfies(more -> assertThat(more.forks()).isEqualTo(20));
    }

    @Test
    void forksOfAnotherMachineStayApart() {
        Policy policy = policy(Map.of(), LATENCY);
        Evidence.Device elsewhere = new Evidence.Device("x86-vnni", "node-2", "a processor", "f00d");
        Evidence.Device changed = new Evidence.Device("x86-vnni", "node-1", "a processor", "beef");
        Evidence.Device upgraded =
                new Evidence.Device("x86-vnni", "node-1", "a processor", "f00d", Map.of("engine", "0.2"));

        for (Evidence.Device device : List.of(elsewhere, changed, upgraded)) {
            Evidence.Measured kept = pooled(UNDECIDED, on(device, near(0.49, 60, 0.3)));
            assertThat(kept.latency()).isEqualTo(UNDECIDED.latency());
            assertThat(kept.extension().apart()).hasSize(1);
            assertThat(row(policy, kept).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(row(policy, kept).notes()).anyMatch(note -> note.startsWith("An extension came to nothing: "));
            assertThat(more(policy, kept)).isEmpty();
        }
    }

    /** The document says of how many forks each measurement had, and so which look it was. */
    @Test
    void extendedVerdictFollowsFromItsEvidence() {
        Policy policy = policy(
                Map.of(), LATENCY, Map.of("metric", "latency.p99.upper", "max", 1.3, "onInconclusive", "extend"));
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(pooled(UNDECIDED, near(0.49, 60, 0.3))));

        Recomputation made = Recomputation.of(rows, gate.verdict(rows), policy);
        assertThat(made.differences()).isEmpty();
        assertThat(made.rows()).isEqualTo(rows);
    }

    private static Evidence.Measured pooled(Evidence.Measured first, Evidence.Measured more) {
        Pooling pooling = new Pooling(first);
        pooling.add(more);
        return pooling.pooled();
    }

    private static List<MoreForks> more(Policy policy, Evidence... evidence) {
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(evidence));
        return MoreForks.of(policy, rows, gate.verdict(rows));
    }

    private static Row row(Policy policy, Evidence evidence) {
        return new Gate(policy).rows(List.of(evidence)).getLast();
    }

    @SafeVarargs
    private static Policy policy(Map<String, Object> settings, Map<String, Object>... rules) {
        Map<String, Object> map = new HashMap<>(settings);
        map.put("rules", List.of(rules));
        return Policy.fromMap(map);
    }

    private static Evidence.Measured near(double ratio, int count, double phase) {
        Evidence.Measured measured = measured(Precision.INT8, ratio, 1000, 0, 0);
        LatencyEvidence latency = measured.latency();
        List<Double> baseline = IntStream.range(0, count).mapToObj(_ -> 1.0).toList();
        List<Double> variant = IntStream.range(0, count)
                .mapToObj(fork -> ratio * Math.exp(0.06 * Math.sin(phase + 2.4 * fork)))
                .toList();
        return with(
                measured,
                new LatencyEvidence(latency.baseline(), latency.variant(), forks(baseline, variant), 1, 7, true));
    }
}
