package dev.narrowgauge.domain.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The ratio of two shares of the same {@code samples}: those that the variant and those that the baseline gets right.
 *
 * <p>A ratio is tested by the score test of Tang, Tang and Chan (On tests of equivalence via non-unity relative risk for
 * matched-pair design, Statistics in Medicine 22, 2003), which holds its level with few discordant pairs. The interval is the
 * set of ratios that it does not reject.
 */
public record PairedRatio(long samples, long bothRight, long onlyVariantRight, long onlyBaselineRight) {
    private static final double BISECTION_END = 1e-12;
    private static final double LARGEST = 1e6;

    public PairedRatio {
        if (samples < 1
                || bothRight < 0
                || onlyVariantRight < 0
                || onlyBaselineRight < 0
                || bothRight + onlyVariantRight + onlyBaselineRight > samples) {
            throw new IllegalArgumentException("impossible counts: %d samples, %d right by both, %d and %d discordant"
                    .formatted(samples, bothRight, onlyVariantRight, onlyBaselineRight));
        }
        if (bothRight + onlyBaselineRight == 0) {
            throw new IllegalArgumentException("the baseline gets nothing right");
        }
    }

    /** Of what the variant gets right to what the baseline does. */
    public double ratio() {
        return (double) (bothRight + onlyVariantRight) / (bothRight + onlyBaselineRight);
    }

    /** Score statistic of the hypothesis "true ratio = {@code ratio}"; positive when the data lie above it. */
    public double score(double ratio) {
        double n = samples;
        double known = bothRight + onlyVariantRight + onlyBaselineRight;
        double baseline = bothRight + onlyBaselineRight;
        double numerator = bothRight + onlyVariantRight - ratio * baseline;
        double square = n * (1 + ratio);
        double linear = baseline * ratio * ratio - (bothRight + onlyVariantRight + 2.0 * onlyBaselineRight);
        double constant = onlyBaselineRight * (1 - ratio) * known / n;
        double root = Math.sqrt(Math.max(0, linear * linear - 4 * square * constant));
        double restricted = (root - linear) / (2 * square);
        double variance = n * (1 + ratio) * restricted + known * (ratio - 1);
        if (variance <= 0) {
            return numerator == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, numerator);
        }
        return numerator / Math.sqrt(variance);
    }

    /** What the variant lost as a share of what the baseline gets right, with its two-sided score interval; positive is worse. */
    public Interval relativeLoss(double confidence) {
        double quantile = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + confidence / 2);
        double low = root(0, ratio(), quantile);
        double high = root(ratio(), LARGEST, -quantile);
        return new Interval(1 - ratio(), 1 - high, 1 - low, confidence);
    }

    /** The score falls as the hypothesised ratio grows, so one bisection finds where it crosses {@code target}. */
    private double root(double from, double to, double target) {
        double low = from;
        double high = to;
        while (high - low > BISECTION_END * Math.max(1, low)) {
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
