package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.ClassAnswers;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestAccuracyRecomputation {
    private static final int SAMPLES = 400;
    private static final int[] NONE = {};

    @Test
    void metricsFollowFromTheAnswers() {
        AnswerSet answers = answers(6);

        assertThat(differences(evidence(answers, AccuracyMetrics.of(answers), 6)))
                .isEmpty();
    }

    @Test
    void otherAnswersAreFound() {
        List<String> differences = differences(evidence(answers(6), AccuracyMetrics.of(answers(5)), 6));

        assertThat(differences)
                .anyMatch(difference -> difference.contains("f1.macro of the variant"))
                .anyMatch(difference -> difference.contains("the loss of top1"))
                .anyMatch(difference -> difference.contains("recall of class 0"));
    }

    @Test
    void otherCountsAreFound() {
        AnswerSet answers = answers(6);

        assertThat(differences(evidence(answers, AccuracyMetrics.of(answers), 5)))
                .singleElement()
                .asString()
                .contains("the share that it gets right");
    }

    @Test
    void damagedAnswersAreFound() {
        AccuracyEvidence whole = evidence(answers(6), AccuracyMetrics.of(answers(6)), 6);
        String text = whole.answerArchive();
        AccuracyEvidence damaged = evidence(whole, text.substring(0, text.length() / 8 * 4));

        assertThat(differences(damaged)).singleElement().asString().contains("the answers cannot be read");
    }

    private static List<String> differences(AccuracyEvidence evidence) {
        Gate gate = new Gate(Policy.standard());
        List<Row> rows = gate.rows(List.of(with(measured(Precision.INT8, 0.4, SAMPLES, 0, 0), evidence)));
        return Recomputation.of(rows, gate.verdict(rows), Policy.standard()).differences();
    }

    /** Of four classes; the baseline gets all right, the variant the first few of class 0 wrong. */
    private static AnswerSet answers(int wrong) {
        int[] labels = new int[SAMPLES];
        Arrays.setAll(labels, sample -> sample % 4);
        int[] variant = labels.clone();
        for (int i = 0; i < wrong; i++) {
            variant[4 * i] = 1;
        }
        return AnswerSet.of(List.of(new ClassAnswers(1, labels, labels, NONE, variant, NONE)));
    }

    private static AccuracyEvidence evidence(AnswerSet answers, AccuracyMetrics metrics, int wrong) {
        return new AccuracyEvidence(
                SAMPLES,
                true,
                SAMPLES,
                SAMPLES - wrong,
                0,
                wrong,
                wrong,
                40.0,
                SAMPLES,
                List.of(),
                "",
                metrics,
                AnswerArchive.write(answers).orElseThrow());
    }

    private static AccuracyEvidence evidence(AccuracyEvidence whole, String archive) {
        return new AccuracyEvidence(
                whole.samples(),
                true,
                whole.baselineCorrect(),
                whole.variantCorrect(),
                whole.onlyVariantCorrect(),
                whole.onlyBaselineCorrect(),
                whole.flips(),
                whole.outputSqnrDb(),
                whole.answers(),
                whole.outputs(),
                whole.astray(),
                whole.metrics(),
                archive);
    }
}
