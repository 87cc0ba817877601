package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestEnergyDivergence {
    private static final int CASES = 50;

    @Test
    void isThatOfTheDefinition() {
        Random random = new Random(7);
        for (int i = 0; i < CASES; i++) {
            double[] values = random.doubles(2 + random.nextInt(20)).toArray();
            int from = random.nextInt(values.length - 1);
            int to = from + 2 + random.nextInt(values.length - from - 1);
            EnergyDivergence.Split best =
                    EnergyDivergence.best(values, from, to).orElseThrow();
            assertThat(best.divergence())
                    .as("seed 7, case %d", i)
                    .isCloseTo(largest(values, from, to, best.index()), within(1e-12));
            for (int split = from + 1; split < to; split++) {
                assertThat(largest(values, from, to, split))
                        .as("seed 7, case %d, split at %d", i, split)
                        .isLessThanOrEqualTo(best.divergence() + 1e-12);
            }
        }
    }

    @Test
    void splitsWhereTheLevelChanges() {
        double[] values = {1, 1.1, 0.9, 1, 5, 5.1, 4.9};
        assertThat(EnergyDivergence.best(values, 0, 7).orElseThrow().index()).isEqualTo(4);
        assertThat(EnergyDivergence.best(values, 2, 6).orElseThrow().index()).isEqualTo(4);
        assertThat(EnergyDivergence.best(values, 3, 4)).isEmpty();
    }

    /** Over all ends of what follows the split. */
    private static double largest(double[] values, int from, int to, int split) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int end = split + 1; end <= to; end++) {
            largest = Math.max(
                    largest, defined(Arrays.copyOfRange(values, from, split), Arrays.copyOfRange(values, split, end)));
        }
        return largest;
    }

    private static double defined(double[] left, double[] right) {
        double n = left.length;
        double m = right.length;
        double between = 0;
        for (double one : left) {
            for (double other : right) {
                between += Math.abs(one - other);
            }
        }
        double value = 2 / (n + m) * between;
        if (n > 1) {
            value -= 2 * m / (n + m) / (n - 1) * pairs(left);
        }
        if (m > 1) {
            value -= 2 * n / (n + m) / (m - 1) * pairs(right);
        }
        return value;
    }

    private static double pairs(double[] values) {
        double sum = 0;
        for (int one = 0; one < values.length; one++) {
            for (int other = one + 1; other < values.length; other++) {
                sum += Math.abs(values[one] - values[other]);
            }
        }
        return sum;
    }
}
