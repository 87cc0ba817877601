package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** By hand, from scikit-learn's definitions. */
class TestClassAnswers {
    private static final int[] NONE = {};

    @Test
    void f1OfClassesOfUnequalSize() {
        // Class 0: 2 right of 2 answered and 3 labelled, F1 4/5; class 1: 1 right of 2 and 1, F1 2/3.
        var answers = of(new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});

        assertThat(value(answers, AccuracyMetric.TOP1)).isEqualTo(0.75);
        assertThat(value(answers, AccuracyMetric.F1_MACRO)).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-15));
        assertThat(value(answers, AccuracyMetric.F1_MICRO)).isEqualTo(0.75);
        assertThat(value(answers, AccuracyMetric.F1_WEIGHTED)).isCloseTo((3 * 0.8 + 2.0 / 3) / 4, within(1e-15));
    }

    @Test
    void classThatIsOnlyAnsweredCountsInTheMacroMean() {
        var answers = of(new int[] {0, 0}, new int[] {0, 3});

        assertThat(value(answers, AccuracyMetric.F1_MACRO)).isCloseTo((2.0 / 3 + 0) / 2, within(1e-15));
        assertThat(value(answers, AccuracyMetric.F1_WEIGHTED)).isCloseTo(2.0 / 3, within(1e-15));
    }

    @Test
    void fiveBestClassesHoldTheLabel() {
        int[] labels = {0, 1, 2, 7};
        int[] ranks = {0, 4, 5, 6};
        var answers = new ClassAnswers(1, labels, new int[] {0, 9, 9, 9}, ranks, new int[] {0, 9, 9, 9}, ranks);

        assertThat(value(answers, AccuracyMetric.TOP1)).isEqualTo(0.25);
        assertThat(value(answers, AccuracyMetric.TOP5)).isEqualTo(0.5);
    }

    @Test
    void fiveOfAtMostFiveClassesSayNothing() {
        int[] ranks = {0, 4};
        var answers = new ClassAnswers(1, new int[] {0, 4}, new int[] {0, 1}, ranks, new int[] {0, 1}, ranks);

        assertThat(answers.scores()).extracting(ScorePair::metric).doesNotContain(AccuracyMetric.TOP5);
    }

    @Test
    void recallOfEachClass() {
        var answers = of(new int[] {0, 0, 0, 5}, new int[] {0, 0, 1, 5});

        assertThat(answers.classes()).extracting(slice -> slice.pair().slice()).containsExactly("class 0", "class 5");
        Slice first = answers.classes().getFirst();
        assertThat(first.samples()).containsExactly(0, 1, 2);
        assertThat(first.pair().variant().of(new int[] {1, 1, 1})).isCloseTo(2.0 / 3, within(1e-15));
    }

    @Test
    void negativeLabelsLeaveTokensOut() {
        int[] labels = {1, 2, -100, 3, -100, -100};
        int[] answers = {1, 5, 5, 3, 5, 5};
        var tokens = new ClassAnswers(3, labels, answers, NONE, answers, NONE);

        assertThat(tokens.samples()).isEqualTo(2);
        assertThat(value(tokens, AccuracyMetric.TOKEN_ACCURACY)).isCloseTo(2.0 / 3, within(1e-15));
        // Class 5 is answered once where there is a label.
        assertThat(value(tokens, AccuracyMetric.F1_MACRO)).isCloseTo((1 + 0 + 1 + 0) / 4.0, within(1e-15));
    }

    private static ClassAnswers of(int[] labels, int[] answers) {
        return new ClassAnswers(1, labels, answers, NONE, answers, NONE);
    }

    static double value(PairedAnswers answers, AccuracyMetric metric) {
        int[] once = new int[answers.samples()];
        Arrays.fill(once, 1);
        return answers.scores().stream()
                .filter(pair -> pair.metric() == metric)
                .findFirst()
                .orElseThrow()
                .variant()
                .of(once);
    }
}
