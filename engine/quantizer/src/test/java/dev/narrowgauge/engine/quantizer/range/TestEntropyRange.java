package dev.narrowgauge.engine.quantizer.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.range.Grid.Symmetry;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TestEntropyRange {
    @Test
    void divergenceIsThatOfTheDefinition() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            double[] counts = counts(random, random.nextInt(10, 60));
            int codes = random.nextInt(2, 9);
            int from = random.nextInt(counts.length - codes + 1);
            int to = random.nextInt(from + codes, counts.length + 1);
            double expected = divergence(counts, codes, from, to);
            double actual = new Divergence(counts, codes).of(from, to);
            String message = "seed %d, trial %d: %d..%d in %d codes".formatted(seed, trial, from, to, codes);
            if (Double.isInfinite(expected)) {
                assertThat(actual).as(message).isEqualTo(expected);
            } else {
                assertThat(actual).as(message).isCloseTo(expected, Offset.offset(1e-9));
            }
        }
    }

    @Test
    void oneSidedThresholdIsTheLeastOfAll() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double[] counts = counts(random, 300);
        int codes = 16;
        double least = Double.POSITIVE_INFINITY;
        for (int to = codes; to <= counts.length; to++) {
            least = Math.min(least, divergence(counts, codes, 0, to));
        }
        Divergence divergence = new Divergence(counts, codes);
        assertThat(divergence.of(0, divergence.bestEnd(0, codes, 1)))
                .as("seed %d", seed)
                .isCloseTo(least, Offset.offset(1e-9));
    }

    /** An example, not a property: where the tail of a sample is dense enough, its divergence is less with the outlier. */
    @Test
    void outliersAreCutOff() {
        long seed = 11;
        Random random = new Random(seed);
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[0] = 12;
        values[1] = -15;
        Range range = new EntropyRange()
                .choose(new RangeCase("outliers", values).statistics(), new Grid(IntegerType.UINT8, Symmetry.NONE));
        assertThat(range.high()).as("seed %d", seed).isBetween(2f, 6f);
        assertThat(range.low()).as("seed %d", seed).isBetween(-6f, -2f);
    }

    private static double[] counts(Random random, int bins) {
        double[] counts = new double[bins];
        for (int i = 0; i < bins; i++) {
            counts[i] = random.nextInt(4) == 0 ? 0 : random.nextInt(1, 2000 / (i + 1) + 2);
        }
        counts[bins - 1] = 1;
        return counts;
    }

    /** Word by word: clip, quantize, expand, normalise, compare. */
    private static double divergence(double[] counts, int codes, int from, int to) {
        int length = to - from;
        double[] reference = new double[length];
        double[] quantized = new double[length];
        System.arraycopy(counts, from, reference, 0, length);
        for (int code = 0; code < codes; code++) {
            int low = code * length / codes;
            int high = (code + 1) * length / codes;
            double mass = 0;
            int occupied = 0;
            for (int i = low; i < high; i++) {
                mass += reference[i];
                occupied += reference[i] > 0 ? 1 : 0;
            }
            for (int i = low; i < high; i++) {
                quantized[i] = reference[i] > 0 ? mass / occupied : 0;
            }
        }
        for (int i = 0; i < counts.length; i++) {
            reference[0] += i < from ? counts[i] : 0;
            reference[length - 1] += i >= to ? counts[i] : 0;
        }
        double total = Arrays.stream(reference).sum();
        double kept = Arrays.stream(quantized).sum();
        if (kept == 0) {
            // Everything is clipped: Q says nothing about what P has in its outermost bins.
            return Double.POSITIVE_INFINITY;
        }
        double divergence = 0;
        for (int i = 0; i < length; i++) {
            if (reference[i] > 0) {
                divergence += reference[i] / total * Math.log(reference[i] / total / (quantized[i] / kept));
            }
        }
        return divergence;
    }
}
