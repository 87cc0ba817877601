package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestWorstSlices {
    private static final int[] NONE = {};

    @Test
    void classThatCollapsesIsFirst() {
        int[] labels = new int[1_000];
        Arrays.setAll(labels, sample -> sample % 20);
        int[] answers = labels.clone();
        // 30 of the 50 of class 7, and one of class 3.
        for (int i = 0; i < 30; i++) {
            answers[20 * i + 7] = 0;
        }
        answers[3] = 0;

        AccuracyMetrics metrics =
                AccuracyMetrics.of(AnswerSet.of(List.of(new ClassAnswers(1, labels, labels, NONE, answers, NONE))));

        assertThat(metrics.slices()).isEqualTo(20);
        assertThat(metrics.worstSlices()).extracting(MetricResult::slice).containsExactly("class 7", "class 3");
        MetricResult worst = metrics.worstSlices().getFirst();
        assertThat(worst.metric()).isEqualTo("recall");
        assertThat(worst.samples()).isEqualTo(50);
        assertThat(worst.loss().estimate()).isCloseTo(0.6, within(1e-12));
        assertThat(worst.loss().low()).isPositive();
        assertThat(worst.loss().confidence()).isCloseTo(1 - 0.05 / 20, within(1e-12));
        assertThat(metrics.worstSlices().getLast().loss().low()).isNegative();
    }

    @Test
    void groupsAreNamed() {
        float[] truth = new float[120];
        float[] before = new float[120];
        float[] after = new float[120];
        int[] groups = new int[120];
        Random random = new Random(2);
        for (int i = 0; i < 120; i++) {
            groups[i] = i % 2;
            before[i] = (float) random.nextGaussian();
            after[i] = before[i] * (groups[i] == 1 ? 2 : 1);
        }
        var set = new AnswerSet(
                List.of(new ValueAnswers(1, truth, before, after)), groups, List.of("day", "night"), NONE);

        AccuracyMetrics metrics = AccuracyMetrics.of(set);

        assertThat(metrics.slices()).isEqualTo(2);
        assertThat(metrics.worstSlices()).extracting(MetricResult::slice).containsExactly("group night");
        MetricResult night = metrics.worstSlices().getFirst();
        assertThat(night.metric()).isEqualTo("rmse");
        assertThat(night.samples()).isEqualTo(60);
        // Twice the errors are as much again.
        assertThat(night.loss().estimate()).isCloseTo(night.baseline(), within(1e-9));
        assertThat(night.loss().low()).isPositive();
    }

    /** So many groups take more draws than there are, so that none has an interval. */
    @Test
    void slicesWithoutAnIntervalComeByWhatTheyLost() {
        float[] truth = new float[3_750];
        float[] before = new float[3_750];
        float[] after = new float[3_750];
        int[] groups = new int[3_750];
        Random random = new Random(3);
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i % 150;
            before[i] = (float) random.nextGaussian();
            after[i] = before[i] * (groups[i] == 30 ? 9 : groups[i] == 5 ? 2 : 1);
        }
        var set = new AnswerSet(List.of(new ValueAnswers(1, truth, before, after)), groups, List.of(), NONE);

        List<MetricResult> worst = AccuracyMetrics.of(set).worstSlices();

        assertThat(worst).extracting(MetricResult::loss).containsOnlyNulls();
        assertThat(worst).extracting(MetricResult::slice).containsExactly("group 30", "group 5");
    }

    /** No class lost anything; at a confidence of 95 % of all together at most one set in twenty shows one that did. */
    @Test
    void worstOfManyIsNotShownByChance() {
        Random random = new Random(6);
        int shown = 0;
        for (int repeat = 0; repeat < 200; repeat++) {
            int[] labels = new int[1_500];
            int[] before = new int[1_500];
            int[] after = new int[1_500];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i % 30;
                double chance = random.nextDouble();
                before[i] = chance < 0.1 ? 30 : labels[i];
                after[i] = chance >= 0.1 && chance < 0.2 ? 30 : labels[i];
            }
            var answers = new ClassAnswers(1, labels, before, NONE, after, NONE);
            WorstSlices slices = WorstSlices.of(AnswerSet.of(List.of(answers)), answers);
            shown += slices.worst().getFirst().loss().low() > 0 ? 1 : 0;
        }
        // One side of 5 %, so 5 of 200, with a standard deviation of 2.2.
        assertThat(shown).isLessThanOrEqualTo(14);
    }
}
