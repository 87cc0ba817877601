package dev.narrowgauge.engine.quantizer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestCalibrationStatistics {
    @Test
    void testResultDoesNotDependOnBatchesOrOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[17] = Float.NaN;
        values[600] = Float.NEGATIVE_INFINITY;
        TensorStatistics whole = TensorStatistics.of(FloatBuffer.wrap(values));
        assertThat(whole.nonFiniteCount()).isEqualTo(2);
        for (int trial = 0; trial < 50; trial++) {
            int cut = random.nextInt(values.length);
            TensorStatistics first = TensorStatistics.of(FloatBuffer.wrap(values, 0, cut));
            TensorStatistics second = TensorStatistics.of(FloatBuffer.wrap(values, cut, values.length - cut));
            assertThat(first.merge(second)).as("seed %d, cut %d", seed, cut).isEqualTo(whole);
            assertThat(second.merge(first)).as("seed %d, cut %d", seed, cut).isEqualTo(whole);
        }
        assertThat(TensorStatistics.EMPTY.merge(whole)).isEqualTo(whole);
    }

    @Test
    void testExtremesAreThoseOfAnyBits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 50; trial++) {
            int count = random.nextInt(10_000);
            boolean anyBits = random.nextBoolean();
            FloatBuffer values = random.nextBoolean()
                    ? ByteBuffer.allocateDirect(Float.BYTES * count)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer()
                    : FloatBuffer.allocate(count);
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            long finite = 0;
            for (int i = 0; i < count; i++) {
                float value = anyBits ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian();
                values.put(i, value);
                if (Float.isFinite(value)) {
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                    finite++;
                }
            }
            assertThat(TensorStatistics.of(values))
                    .as("seed %d, trial %d", seed, trial)
                    .isEqualTo(new TensorStatistics((float) least, (float) greatest, finite, count - finite));
        }
    }

    @Test
    void testMergeKeepsTensorsThatOnlyOneSideSaw() {
        CalibrationStatistics.Collector first = new CalibrationStatistics.Collector();
        first.observe("a", FloatBuffer.wrap(new float[] {1, 2}));
        CalibrationStatistics.Collector second = new CalibrationStatistics.Collector();
        second.observe("a", FloatBuffer.wrap(new float[] {-3}));
        second.observe("b", FloatBuffer.wrap(new float[] {-0.0f}));
        CalibrationStatistics merged = first.statistics().merge(second.statistics());
        assertThat(merged.of("a")).isEqualTo(new TensorStatistics(-3, 2, 3, 0));
        assertThat(merged.of("b")).isEqualTo(new TensorStatistics(0, 0, 1, 0));
        assertThat(merged.of("c").isEmpty()).isTrue();
    }
}
