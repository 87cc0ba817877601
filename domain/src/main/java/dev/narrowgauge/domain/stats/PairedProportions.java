package dev.narrowgauge.domain.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Two classifiers on the same {@code samples}: how many only the variant, and how many only the baseline, got right.
 *
 * <p>The difference variant − baseline is tested by the score test of Tango (Equivalence test and confidence interval for
 * the difference in proportions for the paired-sample design, Statistics in Medicine 17, 1998), which holds its level with
 * few or no discordant pairs, where Wald's does not. The interval is the set of differences it does not reject.
 */
public record PairedProportions(long samples, long onlyVariantRight, long onlyBaselineRight) {
    private static final double BISECTION_END = 1e-12;

    public PairedProportions {
        if (samples < 1
                || onlyVariantRight < 0
                || onlyBaselineRight < 0
                || onlyVariantRight + onlyBaselineRight > samples) {
            throw new IllegalArgumentException("impossible counts: %d samples, %d and %d discordant"
                    .formatted(samples, onlyVariantRight, onlyBaselineRight));
        }
    }

    /** Observed accuracy difference variant − baseline, in [-1, 1]. */
    public double difference() {
        return (double) (onlyVariantRight - onlyBaselineRight) / samples;
    }

    /**
     * Score statistic of the hypothesis "true difference = {@code difference}"; positive when the data lie above it. At 0
     * this is McNemar's {@code (b-c)/√(b+c)}.
     */
    public double score(double difference) {
        double n = samples;
        double b = onlyVariantRight;
        double c = onlyBaselineRight;
        double numerator = b - c - n * difference;
        double linear = -b - c + (2 * n - b + c) * difference;
        double constant = -c * difference * (1 - difference);
        double restricted = (Math.sqrt(linear * linear - 8 * n * constant) - linear) / (4 * n);
        double variance = n * (2 * restricted + difference * (1 - difference));
        if (variance <= 0) {
            return numerator == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, numerator);
        }
        return numerator / Math.sqrt(variance);
    }

    /** Accuracy lost by the variant, baseline − variant, with its two-sided score interval; positive is worse. */
    public Interval loss(double confidence) {
        double quantile = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + confidence / 2);
        double low = root(-1, difference(), quantile);
        double high = root(difference(), 1, -quantile);
        return new Interval(-difference() + 0.0, -high + 0.0, -low + 0.0, confidence);
    }

    /** The score falls as the hypothesised difference grows, so one bisection finds where it crosses {@code target}. */
    private double root(double from, double to, double target) {
        double low = from;
        double high = to;
        while (high - low > BISECTION_END) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (score(middle) > target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
