package dev.narrowgauge.engine.quantizer.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.range.Grid.Symmetry;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TestPercentileRange {
    private static final Percentage ONE_BIN = Percentage.withPercentage(100.0 / 1024);

    @Test
    void thresholdsAreTheQuantilesOfTheSortedValues() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Grid grid = new Grid(IntegerType.UINT8, Symmetry.NONE);
        for (int trial = 0; trial < 30; trial++) {
            RangeCase data = RangeCase.of(random, 20_000);
            double percentile = 95 + 5 * random.nextDouble();
            Range range = new PercentileRange(percentile).choose(data.statistics(), grid);
            float[] sorted = data.values().clone();
            Arrays.sort(sorted);
            int outside = (int) ((1 - percentile / 100) / 2 * sorted.length);
            String message = "seed %d, trial %d: %s, %f".formatted(seed, trial, data.name(), percentile);
            assertThat(range.high()).as(message).isCloseTo(sorted[sorted.length - 1 - outside], ONE_BIN);
            assertThat(range.low()).as(message).isCloseTo(Math.min(0, sorted[outside]), ONE_BIN);
        }
    }

    @Test
    void symmetricThresholdIsTheQuantileOfTheMagnitudes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() - 0.5);
        }
        Range range = new PercentileRange(99)
                .choose(
                        new RangeCase("shifted", values).statistics(),
                        new Grid(IntegerType.INT8, Symmetry.UNLESS_ONE_SIDED));
        double[] magnitudes = new double[values.length];
        Arrays.setAll(magnitudes, i -> Math.abs(values[i]));
        Arrays.sort(magnitudes);
        assertThat((double) -range.low()).as("seed %d", seed).isCloseTo(magnitudes[9899], ONE_BIN);
    }

    @Test
    void hundredPercentIsEverything() {
        float[] values = {-3.3f, 0, 1.7f};
        Range range = new PercentileRange(100)
                .choose(new RangeCase("few", values).statistics(), new Grid(IntegerType.UINT8, Symmetry.NONE));
        assertThat(range).isEqualTo(new Range(-3.3f, 1.7f));
    }
}
