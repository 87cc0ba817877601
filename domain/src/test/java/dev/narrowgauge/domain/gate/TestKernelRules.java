package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.JudgedRule.judged;
import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
import dev.narrowgauge.domain.profile.CountedWork;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedBound;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledKernel;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledPart;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledSide;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.WeightTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a variant really is: coverage, label, runtimes, determinism; kept, broken, and not known. */
class TestKernelRules {
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
