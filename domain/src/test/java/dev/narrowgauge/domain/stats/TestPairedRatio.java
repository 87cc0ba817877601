package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPairedRatio {
    /** At a ratio of 1 the score is McNemar's. */
    @Test
    void scoreOfNoDifferenceIsMcNemars() {
        assertThat(new PairedRatio(1000, 880, 20, 35).score(1)).isCloseTo(-15 / Math.sqrt(55), within(1e-9));
        assertThat(new PairedRatio(1000, 880, 20, 35).score(1))
                .isCloseTo(new PairedProportions(1000, 20, 35).score(0), within(1e-9));
    }

    /** The restricted likelihood is maximised by trying: no closed form has a say in it. */
    @ParameterizedTest
    @CsvSource({"1000, 880, 20, 35, 0.99", "400, 300, 4, 30, 0.9", "200, 150, 0, 9, 0.98", "500, 450, 10, 0, 1.01"})
    void scoreIsThatOfTheRestrictedLikelihood(long n, long both, long variant, long baseline, double ratio) {
        double best = Double.NEGATIVE_INFINITY;
        double varianceAtBest = Double.NaN;
        for (int i = 1; i < 400; i++) {
            for (int j = 1; j < 4000; j++) {
                double onlyBaseline = j / 40_000.0;
                double bothRight = i / 400.0 * (1 - onlyBaseline);
                double share = refined(n, both, variant, baseline, ratio, bothRight, onlyBaseline);
                if (share > best) {
                    best = share;
                    varianceAtBest = variance(ratio, bothRight, onlyBaseline);
                }
            }
        }
        double numerator = both + variant - ratio * (both + baseline);
        double expected = numerator / Math.sqrt(n * varianceAtBest);
        assertThat(new PairedRatio(n, both, variant, baseline).score(ratio))
                .isCloseTo(expected, within(0.05 * Math.max(1, Math.abs(expected))));
    }

    private static double refined(
            long n, long both, long variant, long baseline, double ratio, double bothRight, double onlyBaseline) {
        double onlyVariant = ratio * (bothRight + onlyBaseline) - bothRight;
        double neither = 1 - bothRight - onlyBaseline - onlyVariant;
        if (onlyVariant <= 0 || neither <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return both * Math.log(bothRight)
                + variant * Math.log(onlyVariant)
                + baseline * Math.log(onlyBaseline)
                + (n - both - variant - baseline) * Math.log(neither);
    }

    /** Of what one sample adds to the numerator, of which the mean is 0. */
    private static double variance(double ratio, double bothRight, double onlyBaseline) {
        double onlyVariant = ratio * (bothRight + onlyBaseline) - bothRight;
        return (1 - ratio) * (1 - ratio) * bothRight + onlyVariant + ratio * ratio * onlyBaseline;
    }

    @Test
    void intervalHoldsTheTruthAsOftenAsItSays() {
        Random random = new Random(5);
        int times = 4000;
        int above = 0;
        for (int i = 0; i < times; i++) {
            long both = 0;
            long variant = 0;
            long baseline = 0;
            for (int sample = 0; sample < 600; sample++) {
                double drawn = random.nextDouble();
                both += drawn < 0.88 ? 1 : 0;
                variant += drawn >= 0.88 && drawn < 0.90 ? 1 : 0;
                baseline += drawn >= 0.90 && drawn < 0.94 ? 1 : 0;
            }
            Interval loss = new PairedRatio(600, both, variant, baseline).relativeLoss(0.90);
            above += loss.high() < 0.02 / 0.92 ? 1 : 0;
        }
        assertThat((double) above / times).isCloseTo(0.05, within(0.05 * 0.3));
    }
}
