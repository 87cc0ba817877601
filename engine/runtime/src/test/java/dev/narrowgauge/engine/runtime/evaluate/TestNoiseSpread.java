package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TestNoiseSpread {
    private static final int SAMPLES = 24;
    private static final int DRAWS = 4000;

    /** Against the standard deviation of the ratio over many draws of as many samples. */
    @Test
    void isTheStandardDeviationOverDraws() {
        var random = new Random(7);
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            var spread = new NoiseSpread();
            double noise = 0;
            double signal = 0;
            for (int sample = 0; sample < SAMPLES; sample++) {
                double ofSignal = 50 + 100 * random.nextDouble();
                double ofNoise = 0.01 * ofSignal * Math.exp(0.5 * random.nextGaussian());
                spread.add(ofNoise, ofSignal);
                noise += ofNoise;
                signal += ofSignal;
            }
            double ratio = noise / signal;
            sum += ratio;
            squares += ratio * ratio;
            errors += spread.relativeError() * spread.relativeError();
        }
        double mean = sum / DRAWS;
        double deviation = Math.sqrt(squares / DRAWS - mean * mean) / mean;
        assertThat(Math.sqrt(errors / DRAWS)).isCloseTo(deviation, within(0.1 * deviation));
    }

    @Test
    void isNothingWhereEverySampleHasTheSameShareAndWhereNothingIsKnown() {
        var even = new NoiseSpread();
        even.add(1, 100);
        even.add(2, 200);
        even.add(5, 500);
        assertThat(even.relativeError()).isCloseTo(0, within(1e-9));
        assertThat(new NoiseSpread().relativeError()).isZero();
        var single = new NoiseSpread();
        single.add(1, 2);
        assertThat(single.relativeError()).isZero();
    }
}
