package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Precision;
import org.junit.jupiter.api.Test;

class TestRecommendation {
    @Test
    void shipsTheVariantWhenTheWholeIntervalIsBelowOne() {
        assertThat(Recommendation.of(Precision.INT8, measured(0.41, 0.39, 0.43), 0.3))
                .isEqualTo("Ship INT8: it takes 0.41 of the time of FP32 on this machine "
                        + "(95 % interval 0.39 to 0.43, one thread, batch 1).");
    }

    @Test
    void shipsTheBaselineWhenTheVariantIsSlower() {
        assertThat(Recommendation.of(Precision.FP16, measured(1.61, 1.5, 1.7), 0.3))
                .startsWith("Ship FP32: FP16 takes 1.61 times as long on this machine")
                .endsWith("it is smaller, but not faster.");
    }

    @Test
    void promisesNothingWhenTheIntervalHoldsOne() {
        assertThat(Recommendation.of(Precision.INT8, measured(0.99, 0.9, 1.09), 0.3))
                .startsWith("Ship FP32 unless size matters most: INT8 is not shown to be faster");
        assertThat(Recommendation.of(Precision.INT8, measured(0.9, 0.8, 1), 0.3))
                .startsWith("Ship FP32 unless size matters most");
    }

    @Test
    void saysThatALargerFileIsNoReasonEither() {
        assertThat(Recommendation.of(Precision.INT8, measured(2.1, 2, 2.2), 1.27))
                .startsWith("Ship FP32: INT8 takes 2.10 times as long")
                .endsWith("it is neither faster nor smaller.");
        assertThat(Recommendation.of(Precision.INT8, measured(0.99, 0.9, 1.09), 1.01))
                .startsWith("Ship FP32: INT8 is not shown to be faster")
                .endsWith(", and it is no smaller.");
    }

    private static LatencyReport measured(double estimate, double low, double high) {
        return new LatencyReport(
                new Interval(estimate, low, high, 0.95), 1, estimate, 1, 1, 10, 100, "a processor", null);
    }
}
