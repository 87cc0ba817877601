package dev.narrowgauge.engine.quantizer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestCalibrationStatistics {
    @Test
    void extremesAreThoseOfAnyBits() {
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
            TensorStatistics expected = new TensorStatistics((float) least, (float) greatest, finite, count - finite);
            assertThat(TensorStatistics.of(values))
                    .as("seed %d, trial %d", seed, trial)
                    .isEqualTo(expected);
            ActivationCollector collector = new ActivationCollector();
            collector.add(values, 1);
            assertThat(collector.statistics().extremes())
                    .as("seed %d, trial %d", seed, trial)
                    .isEqualTo(expected);
            assertThat(collector.statistics().histogram().count())
                    .as("seed %d, trial %d", seed, trial)
                    .isEqualTo(finite);
        }
    }

    @Test
    void batchesOrderAndShardsGiveTheSameStatistics() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 40; trial++) {
            List<float[]> samples = samples(random, 1 + random.nextInt(60), 1 + random.nextInt(9000));
            ActivationStatistics onePass = collect(samples, 1);
            assertThat(collect(samples, 1 + random.nextInt(samples.size())))
                    .as("seed %d, trial %d: batches", seed, trial)
                    .isEqualTo(onePass);
            Collections.shuffle(samples, random);
            assertThat(collect(samples, 3))
                    .as("seed %d, trial %d: order", seed, trial)
                    .isEqualTo(onePass);
            int cut = random.nextInt(samples.size() + 1);
            ActivationStatistics first = collect(samples.subList(0, cut), 2);
            ActivationStatistics second = collect(samples.subList(cut, samples.size()), 5);
            assertThat(first.merge(second))
                    .as("seed %d, trial %d: shards", seed, trial)
                    .isEqualTo(onePass);
            assertThat(second.merge(first))
                    .as("seed %d, trial %d: shards the other way round", seed, trial)
                    .isEqualTo(onePass);
            assertThat(ActivationStatistics.EMPTY.merge(onePass)).isEqualTo(onePass);
        }
    }

    @Test
    void meanExtremesAreThoseOfTheSamples() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<float[]> samples = samples(random, 37, 50);
        double minima = 0;
        double maxima = 0;
        int finite = 0;
        for (float[] sample : samples) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (float value : sample) {
                if (Float.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (low <= high) {
                finite++;
                minima += low;
                maxima += high;
            }
        }
        SampleExtremes extremes = collect(samples, 4).samples();
        assertThat(extremes.samples()).as("seed %d", seed).isEqualTo(finite);
        assertThat(extremes.meanMinimum()).as("seed %d", seed).isEqualTo((float) (minima / finite));
        assertThat(extremes.meanMaximum()).as("seed %d", seed).isEqualTo((float) (maxima / finite));
    }

    @Test
    void mergeKeepsTensorsThatOnlyOneSideSaw() {
        CalibrationStatistics.Collector first = new CalibrationStatistics.Collector();
        first.observe("a", FloatBuffer.wrap(new float[] {1, 2}));
        CalibrationStatistics.Collector second = new CalibrationStatistics.Collector();
        second.observe("a", FloatBuffer.wrap(new float[] {-3}));
        second.observe("b", FloatBuffer.wrap(new float[] {-0.0f}));
        CalibrationStatistics merged = first.statistics().merge(second.statistics());
        assertThat(merged.of("a").extremes()).isEqualTo(new TensorStatistics(-3, 2, 3, 0));
        assertThat(merged.of("b").extremes()).isEqualTo(new TensorStatistics(0, 0, 1, 0));
        assertThat(merged.of("b").histogram().zeros()).isEqualTo(1);
        assertThat(merged.of("c").isEmpty()).isTrue();
    }

    private static ActivationStatistics collect(List<float[]> samples, int batchSize) {
        ActivationCollector collector = new ActivationCollector();
        for (int start = 0; start < samples.size(); start += batchSize) {
            List<float[]> batch = samples.subList(start, Math.min(samples.size(), start + batchSize));
            FloatBuffer values = FloatBuffer.allocate(batch.size() * batch.getFirst().length);
            batch.forEach(values::put);
            collector.add(values.flip(), batch.size());
        }
        return collector.statistics();
    }

    /** Samples of very different sizes, so that the window of the histogram moves; with zeros and what is no number. */
    private static List<float[]> samples(Random random, int count, int length) {
        List<float[]> samples = new ArrayList<>();
        boolean onlyPositive = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            float[] sample = new float[length];
            double size = Math.scalb(1.0, random.nextInt(-12, 12));
            for (int j = 0; j < length; j++) {
                double value = random.nextInt(4) == 0 ? 0 : size * random.nextGaussian();
                sample[j] = (float) (onlyPositive ? Math.max(0, value) : value);
            }
            if (random.nextInt(10) == 0) {
                sample[random.nextInt(length)] = random.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY;
            }
            samples.add(sample);
        }
        return samples;
    }
}
