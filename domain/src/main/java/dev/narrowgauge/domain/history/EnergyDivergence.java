package dev.narrowgauge.domain.history;

import java.util.Optional;

/**
 * Where a stretch of values falls most clearly into two. For two samples x of n and y of m values
 *
 * <pre>
 *   Q = 2/(n+m) Σ|x_i − y_j| − 2m/((n+m)(n−1)) Σ|x_i − x_k| − 2n/((n+m)(m−1)) Σ|y_j − y_k|     over pairs i < k, j < k
 * </pre>
 *
 * <p>is large where they are of different distributions. The best split is that of the largest Q(x, y), where x is the
 * stretch up to the split and y what follows, up to any later place: so that the first of two changes is not hidden by the
 * second. Source: Matteson and James, A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data,
 * JASA 109, 2014 (arXiv 1306.4933), with exponent 1.
 */
final class EnergyDivergence {
    private static final int FEWEST = 2;

    private EnergyDivergence() {}

    /** @param index of the first value after the split */
    record Split(int index, double divergence) {}

    /**
     * Of {@code values[from, to)}; empty where those are fewer than two.
     *
     * @param values of which none is NaN
     */
    static Optional<Split> best(double[] values, int from, int to) {
        int count = to - from;
        if (count < FEWEST) {
            return Optional.empty();
        }
        double[][] distances = distances(values, from, count);
        double left = 0;
        Split best = null;
        for (int split = 1; split < count; split++) {
            // To those before: the one that comes to the left.
            left += distances[split - 1][split - 1];
            double between = 0;
            double right = 0;
            for (int end = split + 1; end <= count; end++) {
                double[] last = distances[end - 1];
                between += last[split];
                right += last[end - 1] - last[split];
                double divergence = divergence(between, left, right, split, end - split);
                if (best == null || divergence > best.divergence()) {
                    best = new Split(from + split, divergence);
                }
            }
        }
        return Optional.of(best);
    }

    /** For each value the sum of its distances to the first 0, 1, 2 … of the stretch. */
    private static double[][] distances(double[] values, int from, int count) {
        double[][] sums = new double[count][count + 1];
        for (int one = 0; one < count; one++) {
            for (int other = 0; other < count; other++) {
                sums[one][other + 1] = sums[one][other] + Math.abs(values[from + one] - values[from + other]);
            }
        }
        return sums;
    }

    private static double divergence(double between, double left, double right, int n, int m) {
        double ofLeft = n == 1 ? 0 : 2.0 * m / (n - 1) * left;
        double ofRight = m == 1 ? 0 : 2.0 * n / (m - 1) * right;
        return (2 * between - ofLeft - ofRight) / (n + m);
    }
}
