package dev.narrowgauge.engine.quantizer.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.range.Grid.Symmetry;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TestErrorRange {
    private static final int STEPS = 40;

    /** Fixed, as no tolerance worth having covers the luck of every sample; another with -Dnarrowgauge.seed=N. */
    private static final long SEED = Long.getLong("narrowgauge.seed", 5);

    @Test
    void expectedErrorIsThatOfTheDeployedIntegers() {
        long seed = SEED;
        Random random = new Random(seed);
        for (int trial = 0; trial < 30; trial++) {
            RangeCase data = RangeCase.of(random, 50_000);
            ActivationStatistics statistics = data.statistics();
            Grid grid = grid(random);
            Range all = RangeMethod.observedRange(statistics);
            double share = 0.05 + 0.95 * random.nextDouble();
            Range range = new Range((float) (all.low() * share), (float) (all.high() * share));
            EvenBins.Error expected = new ExpectedError(statistics.histogram(), grid).of(range);
            assertThat(expected.rounding() + expected.clipping())
                    .as("seed %d, trial %d: %s, %s, share %f", seed, trial, data.name(), grid, share)
                    .isCloseTo(data.squaredError(grid.parameters(range)), Percentage.withPercentage(10));
        }
    }

    @Test
    void noOtherRangeIsClearlyBetter() {
        long seed = SEED;
        Random random = new Random(seed);
        for (int trial = 0; trial < 12; trial++) {
            RangeCase data = RangeCase.of(random, 4_000);
            ActivationStatistics statistics = data.statistics();
            Grid grid = grid(random);
            Range chosen = new ErrorRange(1).choose(statistics, grid);
            double least = Double.POSITIVE_INFINITY;
            Range all = RangeMethod.observedRange(statistics);
            for (int low = 1; low <= STEPS; low++) {
                for (int high = 1; high <= STEPS; high++) {
                    Range other = new Range(all.low() * low / STEPS, all.high() * high / STEPS);
                    least = Math.min(least, data.squaredError(grid.parameters(other)));
                }
            }
            assertThat(data.squaredError(grid.parameters(chosen)))
                    .as("seed %d, trial %d: %s, %s, chosen %s", seed, trial, data.name(), grid, chosen)
                    .isLessThan(1.1 * least);
        }
    }

    @Test
    void moreWeightOnClippingClipsLess() {
        long seed = SEED;
        RangeCase data = RangeCase.of(new Random(seed), 20_000);
        ActivationStatistics statistics = data.statistics();
        Grid grid = new Grid(IntegerType.UINT8, Symmetry.NONE);
        ExpectedError error = new ExpectedError(statistics.histogram(), grid);
        double clipping = Double.POSITIVE_INFINITY;
        for (double weight : new double[] {1, 10, 100, 1e9}) {
            double clipped =
                    error.of(new ErrorRange(weight).choose(statistics, grid)).clipping();
            assertThat(clipped)
                    .as("seed %d, weight %f, %s", seed, weight, data.name())
                    .isLessThanOrEqualTo(1.2 * clipping);
            clipping = clipped;
        }
    }

    @Test
    void allZerosKeepTheEmptyRange() {
        RangeCase zeros = new RangeCase("zeros", new float[100]);
        Range range = new ErrorRange(1).choose(zeros.statistics(), new Grid(IntegerType.UINT8, Symmetry.NONE));
        assertThat(range).isEqualTo(new Range(0, 0));
    }

    private static Grid grid(Random random) {
        IntegerType[] types = IntegerType.values();
        Symmetry[] symmetries = Symmetry.values();
        return new Grid(types[random.nextInt(types.length)], symmetries[random.nextInt(symmetries.length)]);
    }
}
