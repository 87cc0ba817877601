package dev.narrowgauge.engine.quantizer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestHistogram {
    @Test
    void everyValueIsInTheBinWhoseEdgesEncloseIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 30; trial++) {
            float[] values = new float[random.nextInt(1, 3000)];
            boolean anyBits = random.nextBoolean();
            float largest = 0;
            for (int i = 0; i < values.length; i++) {
                float value = anyBits
                        ? Float.intBitsToFloat(random.nextInt())
                        : (float) Math.scalb(random.nextGaussian(), random.nextInt(-20, 3));
                values[i] = Float.isFinite(value) ? value : 0;
                largest = Math.max(largest, Math.abs(values[i]));
            }
            assertEqualToCounting(histogram(values), values, largest, "seed %d, trial %d".formatted(seed, trial));
        }
    }

    /** Counts each value directly into the window that the largest magnitude gives. */
    private static void assertEqualToCounting(Histogram histogram, float[] values, float largest, String message) {
        long[] positive = new long[Histogram.BINS];
        long[] negative = new long[Histogram.BINS];
        long zeros = 0;
        long tiny = 0;
        for (float value : values) {
            double size = Math.abs((double) value);
            if (value == 0) {
                zeros++;
            } else if (size < histogram.edge(0)) {
                tiny++;
            } else {
                (value < 0 ? negative : positive)[binOf(histogram, size)]++;
            }
        }
        assertThat(histogram)
                .as(message)
                .isEqualTo(new Histogram(histogram.topOctave(), zeros, tiny, positive, negative));
        assertThat(histogram.topOctave())
                .as(message)
                .isEqualTo(Math.max(Histogram.LOWEST_TOP, Math.getExponent(largest) + 127));
    }

    private static int binOf(Histogram histogram, double size) {
        int low = 0;
        int high = Histogram.BINS;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (histogram.edge(middle) <= size) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Test
    void extremeNumbersHaveAPlace() {
        Histogram histogram = histogram(
                new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_NORMAL, 0, -0.0f});
        assertThat(histogram.zeros()).isEqualTo(2);
        assertThat(histogram.tiny()).isEqualTo(2);
        assertThat(histogram.binned()).isEqualTo(2);
        assertThat(histogram.edge(Histogram.BINS)).isEqualTo(0x1p128);
        assertThat(histogram(new float[] {Float.MIN_VALUE, 0}))
                .isEqualTo(new Histogram(Histogram.LOWEST_TOP, 1, 1, new long[0], new long[0]));
    }

    @Test
    void moreValuesThanAnIntCounts() {
        Histogram ones = histogram(new float[] {1, 1, 1, 0});
        Histogram many = ones;
        for (int i = 0; i < 32; i++) {
            many = many.merge(many);
        }
        assertThat(many.positive()).endsWith(3L << 32);
        assertThat(many.zeros()).isEqualTo(1L << 32);
    }

    private static Histogram histogram(float[] values) {
        ActivationCollector collector = new ActivationCollector();
        collector.add(FloatBuffer.wrap(values), 1);
        return collector.statistics().histogram();
    }
}
