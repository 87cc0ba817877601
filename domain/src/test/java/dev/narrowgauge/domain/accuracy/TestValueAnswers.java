package dev.narrowgauge.domain.accuracy;

import static dev.narrowgauge.domain.accuracy.TestClassAnswers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** By hand, from the definitions. */
class TestValueAnswers {
    @Test
    void errors() {
        var answers = of(new float[] {0, 0, 0, 0}, new float[] {1, -1, 3, 1});

        assertThat(value(answers, AccuracyMetric.RMSE)).isCloseTo(Math.sqrt(3), within(1e-15));
        assertThat(value(answers, AccuracyMetric.MAE)).isEqualTo(1.5);
    }

    @Test
    void errorsOfSeveralNumbersOfASample() {
        float[] answered = {1, -1, 3, 1};
        var answers = new ValueAnswers(2, new float[4], answered, answered);

        assertThat(answers.samples()).isEqualTo(2);
        assertThat(value(answers, AccuracyMetric.RMSE)).isCloseTo(Math.sqrt(3), within(1e-15));
        assertThat(answers.scores()).extracting(ScorePair::metric).doesNotContain(AccuracyMetric.PEARSON);
    }

    @Test
    void pearson() {
        // Deviations (-1, 0, 1) and (-1, 1, 0): 1 / sqrt(2 · 2).
        assertThat(value(of(new float[] {1, 2, 3}, new float[] {1, 3, 2}), AccuracyMetric.PEARSON))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void pearsonFarFromZero() {
        assertThat(value(
                        of(new float[] {1_000_001, 1_000_002, 1_000_003}, new float[] {-5_001, -5_003, -5_002}),
                        AccuracyMetric.PEARSON))
                .isCloseTo(-0.5, within(1e-9));
    }

    @Test
    void spearmanWithoutTies() {
        // 1 - 6 Σd² / (n (n² - 1)) with Σd² = 4, n = 5.
        assertThat(value(of(new float[] {1, 2, 3, 4, 5}, new float[] {20, 10, 40, 30, 500}), AccuracyMetric.SPEARMAN))
                .isCloseTo(0.8, within(1e-12));
    }

    @Test
    void spearmanWithTies() {
        // Ranks 1.5, 1.5, 3, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 · 5).
        assertThat(value(of(new float[] {1, 2, 3, 4}, new float[] {1, 1, 2, 3}), AccuracyMetric.SPEARMAN))
                .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
    }

    @Test
    void nothingCorrelatesWithAConstant() {
        var answers = of(new float[] {1, 2, 3}, new float[] {7, 7, 7});

        assertThat(value(answers, AccuracyMetric.PEARSON)).isNaN();
        assertThat(value(answers, AccuracyMetric.SPEARMAN)).isNaN();
    }

    private static ValueAnswers of(float[] truth, float[] answers) {
        return new ValueAnswers(1, truth, answers, answers);
    }
}
