package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.ClassAnswers;
import dev.narrowgauge.domain.accuracy.ValueAnswers;
import dev.narrowgauge.domain.gate.VerdictDocument.Subject;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import dev.narrowgauge.domain.stats.PairedRatio;
import dev.narrowgauge.domain.stats.Proportion;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class TestBaselineRules {
    private static final int SAMPLES = 2_000;
    private static final Baseline RELEASE = new Baseline.ActiveRelease();
    private static final String MODEL = "a".repeat(64);
    private static final String DATA = "d".repeat(64);

    /** Of every sample the class is its number modulo ten; FP32 is always right. */
    private static final int[] LABELS = answers(sample -> sample % 10);

    /** 40 are wrong in the release, and of the others 25 in the variant, which gets 30 of the 40 right. */
    private final Evidence.Measured released = measured(1.0, 30, answers(sample -> sample < 40 ? 99 : sample % 10));

    private final Evidence.Measured own =
            measured(0.8, 24, answers(sample -> sample < 10 || sample >= SAMPLES - 25 ? 98 : sample % 10));

    @Test
    void answersArePairedSampleBySample() {
        Interval seen = judged(rule(Metric.ACCURACY_TOP1_LOSS, 0.01)).observed();
        Interval expected = new PairedProportions(SAMPLES, 30, 25).loss(2 * 0.95 - 1);
        assertThat(seen).isEqualTo(expected);
        assertThat(judged(rule(Metric.ACCURACY_TOP1_RELATIVE_LOSS, 0.01)).observed())
                .isEqualTo(new PairedRatio(SAMPLES, SAMPLES - 65, 30, 25).relativeLoss(2 * 0.95 - 1));
        Interval flips = judged(rule(Metric.ACCURACY_FLIPS, 0.5)).observed();
        assertThat(flips.estimate()).isEqualTo(65.0 / SAMPLES);
        assertThat(flips.high()).isEqualTo(new Proportion(65, SAMPLES).atMost(0.95));
    }

    @Test
    void otherMeasuresAndClassesAreOfThePairs() {
        Rule ofMeasure = rule(Metric.ACCURACY_LOSS, 0.01, "f1.micro");
        assertThat(judged(ofMeasure).observed().estimate()).isCloseTo(-5.0 / SAMPLES, within(1e-12));
        RuleOutcome slice = judged(rule(Metric.ACCURACY_SLICE_LOSS, 0.5));
        assertThat(slice.verdict()).isEqualTo(Verdict.PASS);
        assertThat(slice.sentence()).startsWith("Against the release digits@3: ");
    }

    @Test
    void latenciesAreComparedByTheirRatiosToTheSameModel() {
        RuleOutcome outcome = judged(rule(Metric.LATENCY_P50_RATIO, 1));
        Interval mine = LatencyComparison.of(own.latency(), 0.95, LatencyComparison.MARGIN)
                .ratio();
        Interval theirs = LatencyComparison.of(released.latency(), 0.95, LatencyComparison.MARGIN)
                .ratio();
        assertThat(outcome.observed().estimate()).isCloseTo(0.8, within(1e-9));
        assertThat(outcome.observed().low()).isEqualTo(mine.low() / theirs.high());
        assertThat(outcome.observed().high()).isEqualTo(mine.high() / theirs.low());
        assertThat(outcome.observed().confidence()).isCloseTo(0.9, within(1e-12));
        assertThat(outcome.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(rule(Metric.LATENCY_P50_RATIO, 0.5)).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void bytesAreKnownExactly() {
        assertThat(judged(rule(Metric.SIZE_RATIO, 0.8)).observed()).isEqualTo(Interval.exactly(0.8));
        assertThat(judged(rule(Metric.SIZE_RATIO, 0.8)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(rule(Metric.SIZE_RATIO, 0.79)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judged(rule(Metric.MEMORY_PEAK_RATIO, 1)).observed()).isEqualTo(Interval.exactly(1));
    }

    @Test
    void whatCannotBeComparedIsInvalidAndSaysWhatDiffers() {
        BaselineSource.Own otherData = own(MODEL, "e".repeat(64), "1");
        RuleOutcome answers = judged(rule(Metric.ACCURACY_TOP1_LOSS, 0.5), otherData);
        assertThat(answers.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(answers.sentence()).contains("the release digits@3", "data.evaluation", DATA);
        assertThat(judged(rule(Metric.SIZE_RATIO, 1), otherData).verdict())
                .as("a size depends on no data")
                .isEqualTo(Verdict.PASS);

        BaselineSource.Own otherModel = own("b".repeat(64), DATA, "1");
        assertThat(judged(rule(Metric.LATENCY_P50_RATIO, 9), otherModel).sentence())
                .contains("FP32 model is another one (SHA-256 " + MODEL);
        assertThat(judged(rule(Metric.ACCURACY_TOP1_LOSS, 0.5), otherModel).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void otherMachineComparesNoTimes() {
        Evidence.Device elsewhere = new Evidence.Device("x86-vnni", "node-2", "a processor", "beef");
        Evidence.Measured moved = MeasuredVariants.on(elsewhere, own);
        for (Metric metric : List.of(Metric.LATENCY_P50_RATIO, Metric.MEMORY_PEAK_RATIO)) {
            RuleOutcome outcome = judged(rule(metric, 9), own(MODEL, DATA, "1"), moved);
            assertThat(outcome.verdict()).isEqualTo(Verdict.INVALID);
            assertThat(outcome.sentence()).contains("machine.fingerprint");
        }
        assertThat(judged(rule(Metric.ACCURACY_TOP1_LOSS, 0.5), own(MODEL, DATA, "1"), moved)
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void whatIsAbsentIsNoPass() {
        Rule rule = rule(Metric.SIZE_RATIO, 9);
        BaselineEvidence none = BaselineEvidence.absent(RELEASE, "the release of digits", "There is none yet.");
        RuleOutcome absent = outcome(rule, own.with(FurtherEvidence.NONE.with(List.of(none))));
        assertThat(absent.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(absent.sentence()).isEqualTo("There is none yet.");
        assertThat(outcome(rule, own).verdict()).as("nothing was kept").isEqualTo(Verdict.INVALID);
    }

    @Test
    void variantThatIsMeantHasToBeThere() {
        BaselineSource other = new BaselineSource(RELEASE, "the run 7", document(), Optional.of("another"));
        assertThat(other.against(own, own(MODEL, DATA, "1")).absent())
                .contains("no variant int8 on x86-vnni", "it has int8");
        BaselineSource ofRecipe = new BaselineSource(RELEASE, "the run 7", document(), Optional.empty());
        assertThat(ofRecipe.against(own, own(MODEL, DATA, "1")).absent()).isNull();
    }

    @Test
    void answersThatWereNotKeptOrAreOfOtherSamplesAreNotPaired() {
        Evidence.Measured forgotten = MeasuredVariants.measured(Precision.INT8, 0.8, SAMPLES, 0, 0);
        Rule rule = rule(Metric.ACCURACY_TOP1_LOSS, 0.5);
        assertThat(judged(rule, own(MODEL, DATA, "1"), forgotten).sentence())
                .contains("answers of the variant were not kept");
        ValueAnswers values = new ValueAnswers(1, new float[SAMPLES], new float[SAMPLES], new float[SAMPLES]);
        Evidence.Measured others = with(own, AnswerSet.of(List.of(values)));
        assertThat(judged(rule, own(MODEL, DATA, "1"), others).verdict()).isEqualTo(Verdict.INVALID);
        int[] shifted = answers(sample -> (sample + 1) % 10);
        ClassAnswers relabelled = new ClassAnswers(1, shifted, shifted, new int[0], shifted, new int[0]);
        assertThat(judged(rule, own(MODEL, DATA, "1"), with(own, AnswerSet.of(List.of(relabelled))))
                        .sentence())
                .contains("not of the same samples");
    }

    @Test
    void documentIsRecomputedFromTheEvidenceOfBoth() {
        Policy policy = new Policy(
                2,
                Set.of(Precision.INT8),
                List.of(rule(Metric.ACCURACY_TOP1_LOSS, 0.01), rule(Metric.LATENCY_P50_RATIO, 1)));
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(beside(own, own(MODEL, DATA, "1"))));
        assertThat(Recomputation.of(rows, gate.verdict(rows), policy).differences())
                .isEmpty();

        Evidence.Measured worse = measured(0.8, 24, answers(sample -> sample % 7));
        List<Row> forged = gate.rows(List.of(beside(worse, own(MODEL, DATA, "1"))));
        assertThat(forged.getLast().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Recomputation.of(forged, Verdict.PASS, policy).differences()).isNotEmpty();
    }

    private RuleOutcome judged(Rule rule) {
        return judged(rule, own(MODEL, DATA, "1"));
    }

    private RuleOutcome judged(Rule rule, BaselineSource.Own own) {
        return judged(rule, own, this.own);
    }

    private RuleOutcome judged(Rule rule, BaselineSource.Own own, Evidence.Measured measured) {
        return outcome(rule, beside(measured, own));
    }

    private static RuleOutcome outcome(Rule rule, Evidence.Measured measured) {
        Policy policy = new Policy(2, Set.of(Precision.INT8), List.of(rule));
        return new Gate(policy).rows(List.of(measured)).getLast().rules().getFirst();
    }

    private Evidence.Measured beside(Evidence.Measured measured, BaselineSource.Own own) {
        BaselineSource source = new BaselineSource(RELEASE, "the release digits@3", document(), Optional.of("variant"));
        return measured.with(FurtherEvidence.NONE.with(List.of(source.against(measured, own))));
    }

    /** Of the run that has judged what is released. */
    private VerdictDocument document() {
        Policy policy = Policy.standard();
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(released));
        return new VerdictDocument(
                1,
                "a run",
                "nightly",
                Instant.EPOCH,
                gate.verdict(rows),
                new Subject(MODEL, "digits"),
                new Subject("c".repeat(64), "calibration"),
                new Subject(DATA, "evaluation"),
                policy,
                rows,
                List.of(),
                List.of(),
                null,
                null,
                null);
    }

    private static BaselineSource.Own own(String model, String data, String kernel) {
        return new BaselineSource.Own(model, data, fingerprint -> Map.of("fingerprint", fingerprint, "kernel", kernel));
    }

    private static Rule rule(Metric metric, double max) {
        return rule(metric, max, null);
    }

    private static Rule rule(Metric metric, double max, String measure) {
        return new Rule(
                metric.label(),
                metric,
                max,
                0.95,
                null,
                measure,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "release");
    }

    private static Evidence.Measured measured(double ratio, long bytes, int[] answers) {
        Evidence.Measured measured = MeasuredVariants.measured(Precision.INT8, ratio, SAMPLES, 0, 0);
        Evidence.Measured sized = new Evidence.Measured(
                measured.variantId(),
                measured.recipeName(),
                measured.precision(),
                bytes,
                measured.baselineSizeBytes(),
                measured.device(),
                measured.accuracy(),
                measured.latency());
        return with(sized, AnswerSet.of(List.of(new ClassAnswers(1, LABELS, LABELS, new int[0], answers, new int[0]))));
    }

    private static Evidence.Measured with(Evidence.Measured measured, AnswerSet answers) {
        ClassAnswers classes = answers.answers().getFirst() instanceof ClassAnswers known ? known : null;
        long right = classes == null
                ? SAMPLES
                : Arrays.stream(answers(sample -> classes.variant()[sample] == classes.labels()[sample] ? 1 : 0))
                        .sum();
        AccuracyEvidence accuracy = new AccuracyEvidence(
                SAMPLES,
                true,
                SAMPLES,
                right,
                0,
                SAMPLES - right,
                SAMPLES - right,
                40.0,
                SAMPLES,
                List.of(),
                "",
                AccuracyMetrics.of(answers),
                AnswerArchive.write(answers).orElseThrow());
        return MeasuredVariants.with(measured, accuracy);
    }

    private static int[] answers(IntUnaryOperator answer) {
        int[] answers = new int[SAMPLES];
        Arrays.setAll(answers, answer);
        return answers;
    }
}
