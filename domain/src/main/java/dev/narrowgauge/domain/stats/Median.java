package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The middle of some values. */
public final class Median {
    private Median() {}

    /** @param values at least one; of an even number the mean of the two in the middle */
    public static double of(double... values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Half the width of the interval of the true median, from the j-th smallest value to the j-th largest, which holds for
     * any distribution: j is the largest with {@code 2 P[Bin(n, 1/2) < j] <= 1 - confidence} (the sign test; Conover,
     * Practical Nonparametric Statistics, 3rd edition, 3.2). Empty where there are too few values for that confidence.
     *
     * @param confidence in (0, 1)
     */
    public static OptionalDouble halfWidth(double confidence, double... values) {
        BinomialDistribution below = BinomialDistribution.of(values.length, 0.5);
        int rank = 0;
        while (2 * below.cumulativeProbability(rank) <= 1 - confidence) {
            rank++;
        }
        if (rank == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = sorted(values);
        return OptionalDouble.of((sorted[sorted.length - rank] - sorted[rank - 1]) / 2);
    }

    private static double[] sorted(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
