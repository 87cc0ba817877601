package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.ClassAnswers;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of ten classes; the baseline gets all right. */
class TestSliceRules {
    private static final int CLASSES = 10;
    private static final int SAMPLES = 4000;
    private static final int[] NONE = {};

    /** Of 4,000 samples 40 are lost, 1 % of all, and all of them in one class of 400. */
    @Test
    void sliceThatCollapsesIsFoundWhileTheMeanHolds() {
        AccuracyEvidence collapsed = evidence(SAMPLES, 40);

        assertThat(judged(Map.of("metric", "accuracy.top1.loss", "max", 0.02), collapsed)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        RuleOutcome outcome = judged(Map.of("metric", "accuracy.slice.loss", "max", 0.05), collapsed);
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(outcome.slice()).isEqualTo("class 0");
        assertThat(outcome.sentence()).contains("in class 0", "the worst of 10 classes and groups");
    }

    @Test
    void everySliceHasToKeepTheLimit() {
        Map<String, Object> rule = Map.of("metric", "accuracy.slice.loss", "max", 0.05);
        assertThat(judged(rule, evidence(SAMPLES, 4)).verdict()).isEqualTo(Verdict.PASS);
        // Of 40 samples in a class nothing is known to five points.
        RuleOutcome few = judged(rule, evidence(400, 0));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.missing().samples()).isPositive();
    }

    @Test
    void sliceThatIsNamedJudgesAlone() {
        AccuracyEvidence collapsed = evidence(SAMPLES, 40);
        assertThat(judged(Map.of("metric", "accuracy.slice.loss", "max", 0.05, "slice", "class 0"), collapsed)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(judged(Map.of("metric", "accuracy.slice.loss", "max", 0.05, "slice", "class 3"), collapsed)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        RuleOutcome unknown =
                judged(Map.of("metric", "accuracy.slice.loss", "max", 0.05, "slice", "group night"), collapsed);
        assertThat(unknown.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(unknown.sentence())
                .startsWith(
                        "There is no 'group night' among the classes and groups, such as class 0, class 1, class 2.");
    }

    @Test
    void smallSlicesArePassedOver() {
        RuleOutcome outcome =
                judged(Map.of("metric", "accuracy.slice.loss", "max", 0.05, "minSamples", 500), evidence(SAMPLES, 40));
        assertThat(outcome.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(outcome.sentence()).startsWith("None of the 10 classes and groups has 500 samples.");
    }

    @Test
    void answersThatWereNotKeptAreMissed() {
        AccuracyEvidence counts = new AccuracyEvidence(100, true, 100, 100, 0, 0, 0, 40.0);
        RuleOutcome outcome = judged(Map.of("metric", "accuracy.slice.loss", "max", 0.05), counts);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(outcome.sentence()).startsWith("Its answers were not kept");
    }

    @Test
    void anyMeasureIsHeldAgainstItsInterval() {
        AccuracyEvidence collapsed = evidence(SAMPLES, 40);
        Map<String, Object> kept = Map.of("metric", "accuracy.loss", "measure", "f1.macro", "max", 0.02);
        RuleOutcome outcome = judged(kept, collapsed);
        assertThat(outcome.verdict()).isEqualTo(Verdict.PASS);
        assertThat(outcome.sentence()).startsWith("Loss of f1.macro +");
        assertThat(judged(Map.of("metric", "accuracy.loss", "measure", "f1.macro", "max", 0.002), collapsed)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        RuleOutcome unknown = judged(Map.of("metric", "accuracy.loss", "measure", "map", "max", 0.02), collapsed);
        assertThat(unknown.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(unknown.sentence())
                .startsWith("map is not known of what the model answers")
                .contains("f1.macro");
    }

    private static RuleOutcome judged(Map<String, Object> rule, AccuracyEvidence evidence) {
        Policy policy = Policy.fromMap(Map.of("rules", List.of(rule)));
        Evidence.Measured measured =
                MeasuredVariants.with(MeasuredVariants.measured(Precision.INT8, 0.4, 1000, 0, 0), evidence);
        return new Gate(policy).rows(List.of(measured)).getLast().rules().getFirst();
    }

    /** @param wrong samples of class 0 that the variant gets wrong */
    private static AccuracyEvidence evidence(int samples, int wrong) {
        int[] labels = new int[samples];
        Arrays.setAll(labels, sample -> sample % CLASSES);
        int[] variant = labels.clone();
        for (int i = 0; i < wrong; i++) {
            variant[CLASSES * i] = 1;
        }
        AnswerSet answers = AnswerSet.of(List.of(new ClassAnswers(1, labels, labels, NONE, variant, NONE)));
        return new AccuracyEvidence(
                samples,
                true,
                samples,
                samples - wrong,
                0,
                wrong,
                wrong,
                40.0,
                samples,
                List.of(),
                "",
                AccuracyMetrics.of(answers),
                AnswerArchive.write(answers).orElseThrow());
    }
}
