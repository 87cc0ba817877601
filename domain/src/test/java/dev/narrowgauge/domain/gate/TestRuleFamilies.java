package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.profile.CountedWork;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedBound;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledKernel;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledPart;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledSide;
import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.WeightTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each metric: evidence that keeps its limit, that breaks it, and that is not there. */
class TestRuleFamilies {
    @Test
    void relativeLossIsAShareOfWhatTheBaselineGetsRight() {
        Map<String, Object> rule = Map.of("metric", "accuracy.top1.relativeLoss", "max", 0.01);
        // Of 9,000 right answers a net 45 are lost: 0.5 % of them.
        RuleOutcome kept = judged(rule, measured(Precision.INT8, 0.4, 10_000, 15, 60));
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.observed().estimate()).isCloseTo(0.005, within(1e-9));
        assertThat(kept.sentence()).startsWith("Loss as a share of FP32's top-1 0.5 %, at most ");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 10_000, 10, 300)).verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(judged(rule, unlabelled()).verdict()).isEqualTo(Verdict.INVALID);
    }

    /** What a policy may ask for: 99.9 % takes more samples than 99 %. */
    @Test
    void presetsOfMlPerfDiffer() {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 10_000, 15, 45);
        assertThat(judged(Map.of("metric", "accuracy.top1.relativeLoss", "max", 0.01), measured)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(Map.of("metric", "accuracy.top1.relativeLoss", "max", 0.001), measured)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void flipsAreBoundedFromAbove() {
        Map<String, Object> rule = Map.of("metric", "accuracy.flips", "max", 0.05);
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 10, 10)).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 50, 50)).verdict())
                .isEqualTo(Verdict.FAIL);
        RuleOutcome few = judged(rule, measured(Precision.INT8, 0.4, 50, 0, 0));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // Of n without a flip the share is below 1 − 0.05^(1/n): 58.4 samples for 5 %.
        assertThat(few.missing()).isEqualTo(new Missing(9L, null));
    }

    @Test
    void hundredSamplesAreInconclusiveAndSayHowManyAreNeeded() {
        Map<String, Object> rule = Map.of("metric", "accuracy.top1.loss", "max", 0.01);
        RuleOutcome outcome = judged(rule, measured(Precision.INT8, 0.4, 100, 0, 0));

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // Without a change the score test leaves z² / (n + z²): 267.9 samples for one point.
        assertThat(outcome.missing()).isEqualTo(new Missing(168L, null));
        assertThat(outcome.sentence()).endsWith(" About 168 more samples would, were they like the 100 here.");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 268, 0, 0)).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void fewerSamplesThanAskedForDecideNothing() {
        Map<String, Object> rule = Map.of("metric", "accuracy.top1.loss", "max", 0.01, "minSamples", 5000);
        RuleOutcome outcome = judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0));

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.missing()).isEqualTo(new Missing(4000L, null));
        assertThat(outcome.sentence()).isEqualTo("The rule decides of 5,000 samples or more, and there are 1,000.");
    }

    @Test
    void forksThatAreMissingAreTold() {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        List<Double> ratios = List.of(0.90, 1.0, 0.92, 0.97, 0.95, 0.93);
        Evidence.Measured noisy = with(
                measured,
                new LatencyEvidence(
                        measured.latency().baseline(),
                        measured.latency().variant(),
                        MeasuredVariants.forks(Collections.nCopies(ratios.size(), 1.0), ratios),
                        1,
                        7,
                        true));
        RuleOutcome outcome = judged(Map.of("metric", "latency.p50.ratio", "max", 0.97), noisy);

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.missing().forks()).isPositive();
        assertThat(outcome.missing().samples()).isNull();
        assertThat(outcome.sentence())
                .contains("%d more fork".formatted(outcome.missing().forks()));
    }

    @Test
    void tailIsHeldAgainstItsUpperEstimate() {
        // The evidence says 0.48 ms at most.
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        assertThat(judged(Map.of("metric", "latency.p99.upper", "max", 0.5), measured)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(Map.of("metric", "latency.p99.upper", "max", 0.45), measured)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void bytesAreKnownExactly() {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        assertThat(verdict("memory.peak", 100, measured)).isEqualTo(Verdict.PASS);
        assertThat(verdict("memory.peak", 99, measured)).isEqualTo(Verdict.FAIL);
        assertThat(verdict("memory.peak.ratio", 1, measured)).isEqualTo(Verdict.PASS);
        assertThat(verdict("memory.peak.ratio", 0.9, measured)).isEqualTo(Verdict.FAIL);
        assertThat(verdict("size.ratio", 0.3, measured)).isEqualTo(Verdict.PASS);
        assertThat(verdict("size.ratio", 0.29, measured)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void coverageIsTheShareOfMultiplicationsInIntegers() {
        Map<String, Object> rule = Map.of("metric", "coverage", "min", 0.8);
        // Whatever the time that they take.
        SpeedInsight mostly = insight(5, 10, List.of(), new CountedWork(1000, 900, List.of()));
        RuleOutcome kept = judged(rule, looked(mostly));
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.observed().estimate()).isEqualTo(0.9);
        RuleOutcome broken = judged(rule, looked(insight(5, 95, List.of(), new CountedWork(1000, 600, List.of()))));
        assertThat(broken.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(broken.min()).isEqualTo(0.8);
        assertThat(broken.sentence())
                .isEqualTo("Integer kernels do 60 % of its multiplications; it breaks the limit of at least 80 %.");
        RuleOutcome missing = judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0));
        assertThat(missing.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(missing.sentence()).contains("narrowgauge.agent.profile=true");
    }

    @Test
    void coverageThatIsNotKnownIsInvalid() {
        Map<String, Object> rule = Map.of("metric", "coverage", "min", 0.8);
        RuleOutcome unknown =
                judged(rule, looked(insight(5, 90, List.of(), new CountedWork(1000, 1000, List.of("Einsum")))));
        assertThat(unknown.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(unknown.sentence()).contains("kernels of Einsum", "coverage.time");
        RuleOutcome nothing = judged(rule, looked(insight(5, 90, List.of(), new CountedWork(0, 0, List.of()))));
        assertThat(nothing.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(nothing.sentence()).startsWith("None of its kernels multiplies");
    }

    @Test
    void coverageByTimeIsTheTimeInIntegerKernels() {
        Map<String, Object> rule = Map.of("metric", "coverage.time", "min", 0.8);
        CountedWork work = new CountedWork(1000, 0, List.of());
        assertThat(judged(rule, looked(insight(5, 90, List.of(), work))).verdict())
                .isEqualTo(Verdict.PASS);
        RuleOutcome broken = judged(rule, looked(insight(5, 60, List.of(), work)));
        assertThat(broken.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(broken.sentence())
                .isEqualTo(
                        "Integer kernels take 60 % of the time of all its kernels; it breaks the limit of at least 80 %.");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0)).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    /** Of a time before multiplications were counted: a document of then is verified as it was decided. */
    @Test
    void olderEvidenceIsJudgedByTime() {
        Map<String, Object> rule = Map.of("metric", "coverage", "min", 0.8);
        assertThat(judged(rule, looked(insight(5, 90, List.of()))).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(rule, looked(insight(5, 60, List.of()))).sentence())
                .startsWith("Integer kernels take 60 % of the time");
    }

    /** A file that is called INT8 and has no integer kernel. */
    @Test
    void nameIsHeldAgainstTheKernels() {
        Map<String, Object> rule = Map.of("metric", "labelTruth");
        assertThat(judged(rule, looked(insight(5, 90, List.of()))).verdict()).isEqualTo(Verdict.PASS);
        RuleOutcome untrue = judged(rule, looked(insight(0, 0, List.of())));
        assertThat(untrue.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(untrue.sentence()).startsWith("It is called int8, and has no kernel that computes with integers");

        ProfiledPart half = new ProfiledPart("conv", null, new ProfiledKernel("Conv", "float16", 1, null), 0);
        ProfiledPart full = new ProfiledPart("conv", null, new ProfiledKernel("Conv", "float", 1, null), 0);
        assertThat(judged(rule, looked(Precision.FP16, insight(0, 0, List.of(full, half))))
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(rule, looked(Precision.FP16, insight(0, 0, List.of(full))))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void nameIsHeldAgainstTheBytes() {
        Map<String, Object> rule = Map.of("metric", "labelTruth");
        SpeedInsight integers = insight(5, 90, List.of());
        WeightTypes mixed = new WeightTypes(Map.of("int8", 600L, "float", 400L));
        WeightTypes floats = new WeightTypes(Map.of("float", 1000L));

        RuleOutcome kept = judged(rule, stored(Precision.INT8, integers, mixed));
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.sentence())
                .isEqualTo(
                        "It is called int8, and has kernels that compute with integers, and stores 600 of its 1,000 weights"
                                + " as integers: contradictions 0; it keeps the limit of 0.");
        RuleOutcome bytes = judged(rule, stored(Precision.INT8, integers, floats));
        assertThat(bytes.observed().estimate()).isEqualTo(1);
        assertThat(bytes.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(bytes.sentence()).contains("has kernels that", "stores none of its 1,000 weights as integers");
        RuleOutcome kernels = judged(rule, stored(Precision.INT8, insight(0, 0, List.of()), mixed));
        assertThat(kernels.observed().estimate()).isEqualTo(1);
        assertThat(kernels.sentence()).contains("has no kernel that", "stores 600 of its 1,000 weights as integers");
        RuleOutcome both = judged(rule, stored(Precision.INT8, insight(0, 0, List.of()), floats));
        assertThat(both.observed().estimate()).isEqualTo(2);
        assertThat(both.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judged(rule, stored(Precision.FP16, insight(0, 0, List.of()), mixed))
                        .sentence())
                .contains("stores none of its 1,000 weights as float16");
    }

    /** Bytes alone can break a name and never prove it: what is computed, kernels tell. */
    @Test
    void nameWithoutKernelsIsInvalidUnlessTheBytesBreakIt() {
        Map<String, Object> rule = Map.of("metric", "labelTruth");
        assertThat(judged(rule, stored(Precision.INT8, null, null)).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(judged(rule, stored(Precision.INT8, null, new WeightTypes(Map.of("int8", 5L))))
                        .verdict())
                .isEqualTo(Verdict.INVALID);
        RuleOutcome broken = judged(rule, stored(Precision.INT8, null, new WeightTypes(Map.of("float", 5L))));
        assertThat(broken.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(broken.sentence()).startsWith("It is called int8, and stores none of its 5 weights as integers");
    }

    @Test
    void runtimeRangeIsWhereTheSameBytesWereMeasured() {
        Evidence.Measured measured = on("1.23.2", "1.22.0");
        RuleOutcome kept = judged(runtimes("1.23", "1.22.0"), measured);
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.sentence()).startsWith("It was measured on ONNX Runtime 1.22.0, 1.23.2");
        RuleOutcome missing = judged(runtimes("1.23", "1.24", "1.2"), measured);
        assertThat(missing.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(missing.sentence()).contains("and not on 1.24, 1.2: measure the same file there");
        assertThat(judged(runtimes("1.23"), measured(Precision.INT8, 0.4, 1000, 0, 0))
                        .verdict())
                .as("nobody wrote down the version")
                .isEqualTo(Verdict.INVALID);
    }

    private static Map<String, Object> runtimes(String... versions) {
        return Map.of("metric", "runtimeRange", "versions", List.of(versions));
    }

    /** @param other on which the same file was measured before */
    private static Evidence.Measured on(String own, String other) {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        Evidence.Device device = new Evidence.Device(
                measured.device().deviceClass(),
                measured.device().node(),
                measured.device().description(),
                measured.device().fingerprint(),
                Map.of("runtime", own));
        RuntimeRun run = new RuntimeRun(other, "arm-dotprod", "7", "8", "2026-03-01T10:00:00Z");
        return MeasuredVariants.with(
                MeasuredVariants.on(device, measured),
                new FurtherEvidence(null, List.of(), null, null, List.of(run), null));
    }

    @Test
    void determinismCountsSamplesWhoseBytesDiffer() {
        Map<String, Object> rule = Map.of("metric", "determinism");
        Difference same = new Difference("the same input again", 50, 0, 0, 0.0, null);
        Difference other = new Difference("1 thread instead of 4", 50, 5, 0, 1e-6, null);

        assertThat(judged(rule, looked(new DeterminismReport(List.of(same)))).verdict())
                .isEqualTo(Verdict.PASS);
        RuleOutcome differs = judged(rule, looked(new DeterminismReport(List.of(same, other))));
        assertThat(differs.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(differs.sentence()).contains("1 thread instead of 4", "5 of 50 samples differ");
        RuleOutcome missing = judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0));
        assertThat(missing.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(missing.sentence()).contains("narrowgauge.agent.usage=true");
    }

    /** By the interval of the typical start, of at least three. */
    @Test
    void coldStartIsThatOfATypicalProcess() {
        Map<String, Object> rule = Map.of("metric", "coldStart", "max", 100);
        assertThat(judged(rule, started(80, 90, 85, 80)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(rule, started(120, 130, 125)).verdict()).isEqualTo(Verdict.FAIL);
        RuleOutcome undecided = judged(rule, started(90, 105, 95));
        assertThat(undecided.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(undecided.observed().confidence()).isCloseTo(0.9, within(1e-12));
        assertThat(undecided.missing().forks()).isPositive();
        assertThat(undecided.sentence())
                .startsWith("First answer of a fresh process after 96.47 ms, between ")
                .contains("About %d more starts would"
                        .formatted(undecided.missing().forks()));
        RuleOutcome few = judged(rule, started(20));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.missing()).isEqualTo(new Missing(null, 2));
        assertThat(few.sentence())
                .isEqualTo("1 start of a fresh process is too few to tell how long others take, 3 are needed.");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0)).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void ratioOfTailsIsByForks() {
        Map<String, Object> rule = Map.of("metric", "latency.p99.ratio", "max", 1);
        RuleOutcome kept = judged(rule, tailed(0.6, 10));
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.observed().estimate()).isCloseTo(0.6, within(0.02));
        assertThat(kept.observed().logHalfWidth()).isPositive();
        assertThat(kept.sentence()).startsWith("Ratio of the 99th percentiles 0.");
        assertThat(judged(rule, tailed(1.6, 10)).verdict()).isEqualTo(Verdict.FAIL);
        RuleOutcome undecided = judged(rule, tailed(0.99, 10));
        assertThat(undecided.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(undecided.missing().forks()).isPositive();
        RuleOutcome few = judged(rule, tailed(0.6, 4));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.missing()).isEqualTo(new Missing(null, 2));
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0)).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    private static Verdict verdict(String metric, double max, Evidence.Measured measured) {
        return judged(Map.of("metric", metric, "max", max), measured).verdict();
    }

    /** And the document follows from its evidence. */
    private static RuleOutcome judged(Map<String, Object> rule, Evidence.Measured measured) {
        Map<String, Object> map = new HashMap<>();
        map.put("gate", List.of("int8", "fp16"));
        map.put("rules", List.of(rule));
        Policy policy = Policy.fromMap(map);
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(measured));
        Recomputation made = Recomputation.of(rows, gate.verdict(rows), policy);
        assertThat(made.differences()).isEmpty();
        assertThat(made.rows()).isEqualTo(rows);
        return rows.getLast().rules().getFirst();
    }

    private static Evidence.Measured unlabelled() {
        return with(measured(Precision.INT8, 0.4, 100, 0, 0), new AccuracyEvidence(100, false, 0, 0, 0, 0, 3, 30.0));
    }

    private static Evidence.Measured looked(SpeedInsight insight) {
        return looked(Precision.INT8, insight);
    }

    private static Evidence.Measured looked(Precision precision, SpeedInsight insight) {
        return MeasuredVariants.with(
                measured(precision, 0.4, 1000, 0, 0), new FurtherEvidence(insight, List.of(), null));
    }

    private static Evidence.Measured stored(Precision precision, SpeedInsight insight, WeightTypes weights) {
        return MeasuredVariants.with(
                measured(precision, 0.4, 1000, 0, 0),
                new FurtherEvidence(insight, List.of(), null, weights, List.of(), null));
    }

    private static Evidence.Measured looked(DeterminismReport report) {
        return MeasuredVariants.with(
                measured(Precision.INT8, 0.4, 1000, 0, 0), new FurtherEvidence(null, List.of(), report));
    }

    /** Of 200 runs of each process three are long, by some 10 % more or less in each fork. */
    private static Evidence.Measured tailed(double ratio, int count) {
        List<Fork> forks = new ArrayList<>();
        for (int fork = 0; fork < count; fork++) {
            double more = 1 + 0.1 * Math.sin(fork);
            forks.add(new Fork(
                    List.of(),
                    List.of(),
                    List.of(new Round(List.of(
                            tailed(Role.BASELINE, 3),
                            tailed(Role.CONTROL, 3),
                            tailed(Role.VARIANT, 3 * ratio * more))))));
        }
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        LatencyEvidence latency = measured.latency();
        return with(
                measured, new LatencyEvidence(latency.baseline(), latency.variant(), forks, 1, 7, true).recounted());
    }

    private static Block tailed(Role role, double tailMillis) {
        long[] nanos = new long[200];
        Arrays.fill(nanos, 1_000_000);
        Arrays.fill(nanos, 197, 200, Math.round(1e6 * tailMillis));
        return new Block(role, 1, List.of(), 0L, LatencyHistogram.of(nanos).text(), List.of());
    }

    private static Evidence.Measured started(double... millis) {
        List<ScenarioFork> forks = new ArrayList<>();
        for (double each : millis) {
            forks.add(new ScenarioFork(
                    "",
                    1,
                    null,
                    new ColdStart(300, each - 10, 10, 1),
                    null,
                    null,
                    null,
                    true,
                    BlockConditions.unknown()));
        }
        ScenarioResult result = new ScenarioResult(1, Scenario.SINGLE_STREAM, 1, 1, forks);
        return MeasuredVariants.with(
                measured(Precision.INT8, 0.4, 1000, 0, 0), new FurtherEvidence(null, List.of(result), null));
    }

    /** Of before multiplications were counted. */
    private static SpeedInsight insight(int integerKernels, double integerMicros, List<ProfiledPart> parts) {
        return insight(integerKernels, integerMicros, parts, null);
    }

    /** Kernels that take 100 µs together. */
    private static SpeedInsight insight(
            int integerKernels, double integerMicros, List<ProfiledPart> parts, CountedWork work) {
        SpeedBound bound = new SpeedBound(0, 100, null, null, null);
        ProfiledSide baseline = new ProfiledSide(120, 100, 0, 0, 0, 0, 0, 0, 0, bound, null);
        ProfiledSide variant = new ProfiledSide(120, 100, integerKernels, integerMicros, 0, 0, 0, 0, 0, bound, work);
        return new SpeedInsight(List.of("A reason."), 1, baseline, variant, parts, 0, new Roofline(1, List.of()));
    }
}
