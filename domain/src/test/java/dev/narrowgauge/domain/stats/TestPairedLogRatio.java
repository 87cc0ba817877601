package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TestPairedLogRatio {
    @Test
    void givesTheSameIntervalAtAnotherConfidence() {
        double[] baseline = {1.0, 1.1, 0.9, 1.05, 1.2};
        double[] variant = {0.5, 0.6, 0.41, 0.55, 0.63};
        Interval asked = PairedLogRatio.interval(baseline, variant, 0.99);
        Interval derived = PairedLogRatio.at(0.99, PairedLogRatio.interval(baseline, variant, 0.95), 5);
        assertThat(derived.low()).isCloseTo(asked.low(), within(1e-12));
        assertThat(derived.high()).isCloseTo(asked.high(), within(1e-12));
    }

    @Test
    void testClosedForm() {
        // ln ratios 0, ln 2, ln 4: mean ln 2, standard deviation ln 2, t(0.975, 2) = 4.302652729911275.
        Interval ratio = PairedLogRatio.interval(new double[] {1, 1, 1}, new double[] {1, 2, 4}, 0.95);

        double halfWidth = 4.302652729911275 * Math.log(2) / Math.sqrt(3);
        assertThat(ratio.estimate()).isCloseTo(2, within(1e-12));
        assertThat(ratio.low()).isCloseTo(2 * Math.exp(-halfWidth), within(1e-9));
        assertThat(ratio.high()).isCloseTo(2 * Math.exp(halfWidth), within(1e-6));
    }

    @Test
    void testFalseAlarmRateUnderDriftSharedByAPair() {
        Random random = new Random(11);
        int alarms = 0;
        int repeats = 2_000;
        for (int repeat = 0; repeat < repeats; repeat++) {
            double[] a = new double[10];
            double[] b = new double[10];
            double level = 0;
            for (int i = 0; i < a.length; i++) {
                level = 0.9 * level + 0.05 * random.nextGaussian();
                a[i] = Math.exp(level + 0.01 * random.nextGaussian());
                b[i] = Math.exp(level + 0.01 * random.nextGaussian());
            }
            Interval ratio = PairedLogRatio.interval(a, b, 0.95);
            alarms += ratio.low() > 1 || ratio.high() < 1 ? 1 : 0;
        }
        assertThat((double) alarms / repeats).isBetween(0.035, 0.065);
    }

    @Test
    void testOnePairIsNoInterval() {
        assertThatThrownBy(() -> PairedLogRatio.interval(new double[] {1}, new double[] {1}, 0.95))
                .hasMessageContaining("at least 2 pairs");
    }

    /** Two times that stand beside their ratio are divided by whoever reads them. */
    @Test
    void testTypicalTimesHaveTheRatio() {
        double[] baseline = {7.9, 3.1, 8.2, 7.7, 3.3};
        double[] variant = {3.2, 3.0, 1.4, 3.1, 3.3};
        double ratio = PairedLogRatio.typical(variant) / PairedLogRatio.typical(baseline);
        assertThat(ratio)
                .isCloseTo(PairedLogRatio.interval(baseline, variant, 0.95).estimate(), within(1e-12));
    }
}
