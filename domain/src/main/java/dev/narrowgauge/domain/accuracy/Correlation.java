package dev.narrowgauge.domain.accuracy;

/** Pearson's correlation from sums. */
final class Correlation {
    /** Count, both values, both squares, their product. */
    static final int WIDTH = 6;

    /** What rounding leaves of the squares of equal values. */
    private static final double CONSTANT = 1e-12;

    private Correlation() {}

    static void add(double[] sums, int count, double one, double other) {
        sums[0] += count;
        sums[1] += count * one;
        sums[2] += count * other;
        sums[3] += count * one * one;
        sums[4] += count * other * other;
        sums[5] += count * one * other;
    }

    /** NaN where one side does not vary. */
    static double of(double[] sums) {
        double count = sums[0];
        if (count < 2) {
            return Double.NaN;
        }
        double one = sums[3] - sums[1] * sums[1] / count;
        double other = sums[4] - sums[2] * sums[2] / count;
        if (!(one > CONSTANT * sums[3] && other > CONSTANT * sums[4])) {
            return Double.NaN;
        }
        double both = sums[5] - sums[1] * sums[2] / count;
        return Math.clamp(both / Math.sqrt(one) / Math.sqrt(other), -1.0, 1.0);
    }
}
