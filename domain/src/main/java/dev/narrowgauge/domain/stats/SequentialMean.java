package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The mean of independent, normally distributed values whose spread is not known, by an interval that holds at every
 * look: with probability {@code confidence} the true mean lies in the intervals after {@value #FIRST_LOOK} values, one
 * more, and so on up to a thousand <em>all together</em>. One may look after each value, stop when one likes what one sees, and go on later.
 *
 * <p>The interval holds the means μ at which the mixture of likelihood ratios of the t statistic stays below a bound,
 * {@code E_n(μ) < b}. The mixture is over effect sizes (μ' − μ) / σ ~ N(0, {@link #SPREAD}); then
 *
 * <pre>
 *   E_n = √r · ((1 + t²/ν) / (1 + r t²/ν))^((ν + 1)/2),   ν = n − 1,   r = 1 / (1 + n · SPREAD),
 *   t = √n (mean − μ) / s
 * </pre>
 *
 * <p>E_n is a martingale under μ, so that from the second value on it ever exceeds 1/α with probability α at most
 * (Ville). Of fewer than {@value #FIRST_LOOK} values the interval is by that. Nobody decides by those, and E_n is often
 * large among them: from the {@value #FIRST_LOOK}th value on a lower bound is exceeded as seldom ({@link LargestMixture}).
 *
 * <p>Sources: Lai, On confidence sequences, Annals of Statistics 4, 1976; Wang and Ramdas, Anytime-valid t-tests and
 * confidence sequences for Gaussian means with unknown variance, 2023 (arXiv 2310.03722); of a first look that comes
 * later: Robbins, Statistical methods related to the law of the iterated logarithm, Annals of Mathematical Statistics 41, 1970.
 */
public record SequentialMean(int count, double mean, double standardDeviation) {
    /** How many values there are at least when somebody decides by them. */
    public static final int FIRST_LOOK = 6;

    /** Variance of the effect sizes: narrowest for 6 to 12 values, hardly wider than the best for hundreds. */
    private static final double SPREAD = 10;

    private static final int FEWEST = 2;

    public SequentialMean {
        if (count < FEWEST || !Double.isFinite(mean) || !(standardDeviation >= 0)) {
            throw new IllegalArgumentException(
                    "not the mean of some values: %d of %s ± %s".formatted(count, mean, standardDeviation));
        }
    }

    /** @param values at least 2, finite */
    public static SequentialMean of(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new SequentialMean(values.length, mean, Math.sqrt(squares / (values.length - 1)));
    }

    /** Half the width of the interval, in the unit of the values; empty where so few values bound nothing. */
    public OptionalDouble halfWidth(double confidence) {
        double quantile = quantile(count, confidence);
        return Double.isInfinite(quantile)
                ? OptionalDouble.empty()
                : OptionalDouble.of(quantile * standardDeviation / Math.sqrt(count));
    }

    /** The half width that as many values of the same spread would have; infinite where they would bound nothing. */
    public double halfWidthOf(int otherCount, double confidence) {
        return quantile(otherCount, confidence) * standardDeviation / Math.sqrt(otherCount);
    }

    /** The t statistic at which E_n is at its bound; infinite where it stays below for every t. */
    static double quantile(int count, double confidence) {
        double alpha = 1 - confidence;
        int degrees = count - 1;
        double r = 1 / (1 + count * SPREAD);
        double mixture = count < FIRST_LOOK ? 1 / alpha : LargestMixture.quantile(alpha);
        double bound = Math.pow(mixture * mixture / r, 1.0 / count);
        return bound * r >= 1 ? Double.POSITIVE_INFINITY : Math.sqrt(degrees * (bound - 1) / (1 - bound * r));
    }
}
