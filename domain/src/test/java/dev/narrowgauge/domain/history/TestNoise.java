package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TestNoise {
    @Test
    void isWhatTheValuesDifferBy() {
        double[] values = {0.98, 1.02, 1, 0.99, 1.01};
        Noise noise = Noise.of(Scale.LINEAR, values).orElseThrow();
        assertThat(noise.values()).isEqualTo(5);
        assertThat(noise.deviation()).isCloseTo(Math.sqrt(0.001 / 4), within(1e-12));
        assertThat(Noise.of(Scale.LINEAR, new double[] {1, 2, 3, 4})).isEmpty();
    }

    /** Three times as large a change, so that chance does not hide it. */
    @Test
    void changeThatIsVisibleIsSeen() {
        Random random = new Random(3);
        double[] quiet = DoubleStream.generate(() -> Math.exp(0.02 * random.nextGaussian()))
                .limit(30)
                .toArray();
        double factor = 1 + 3 * Noise.of(Scale.LOG, quiet).orElseThrow().smallestVisible();
        double[] changed = DoubleStream.concat(
                        DoubleStream.of(quiet),
                        DoubleStream.generate(() -> factor * Math.exp(0.02 * random.nextGaussian()))
                                .limit(Noise.LATER))
                .toArray();
        assertThat(ChangeSearch.of(TrackedMetric.LATENCY_RATIO).in(changed))
                .extracting(Change::index)
                .contains(30);
    }
}
