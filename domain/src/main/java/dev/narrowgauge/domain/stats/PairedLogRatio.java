package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Ratio of two latencies measured in pairs of blocks: t-interval on the mean of {@code d_i = ln(variant_i / baseline_i)}.
 *
 * <p>With {@code n} pairs, {@code R = exp(mean d)} and the interval is {@code exp(mean d ± t(1-α/2, n-1) · s_d / √n)}. The
 * block, not the single run, is the unit: runs of one block share the machine's state and are not independent (Kalibera
 * and Jones, Rigorous Benchmarking in Reasonable Time, ISMM 2013).
 */
public final class PairedLogRatio {
    private PairedLogRatio() {}

    /**
     * The one figure for several blocks of which the ratio of two models is the ratio: {@code exp(mean ln x)}.
     *
     * @param blocks one positive statistic per block
     */
    public static double typical(double[] blocks) {
        return Math.exp(Arrays.stream(blocks).map(Math::log).average().orElseThrow());
    }

    /** The interval of the same {@code pairs} at another confidence. */
    public static Interval at(double confidence, Interval interval, int pairs) {
        TDistribution distribution = TDistribution.of(pairs - 1);
        double factor = distribution.inverseCumulativeProbability(0.5 + confidence / 2)
                / distribution.inverseCumulativeProbability(0.5 + interval.confidence() / 2);
        double halfWidth = factor * Math.log(interval.high() / interval.low()) / 2;
        return new Interval(
                interval.estimate(),
                interval.estimate() * Math.exp(-halfWidth),
                interval.estimate() * Math.exp(halfWidth),
                confidence);
    }

    /**
     * @param baseline one positive block statistic per pair, any time unit
     * @param variant same length and unit
     * @param confidence coverage in (0, 1)
     * @return the ratio variant / baseline
     */
    public static Interval interval(double[] baseline, double[] variant, double confidence) {
        if (baseline.length != variant.length) {
            throw new IllegalArgumentException(
                    "%d baseline blocks, %d variant blocks".formatted(baseline.length, variant.length));
        }
        if (baseline.length < 2) {
            throw new IllegalArgumentException("an interval needs at least 2 pairs, got " + baseline.length);
        }
        int n = baseline.length;
        double mean = 0;
        double sumOfSquares = 0;
        for (int i = 0; i < n; i++) {
            double difference = Math.log(variant[i]) - Math.log(baseline[i]);
            if (!Double.isFinite(difference)) {
                throw new IllegalArgumentException(
                        "pair %d is not positive: %s, %s".formatted(i, baseline[i], variant[i]));
            }
            double delta = difference - mean;
            mean += delta / (i + 1);
            sumOfSquares += delta * (difference - mean);
        }
        double standardError = Math.sqrt(sumOfSquares / (n - 1) / n);
        double quantile = TDistribution.of(n - 1).inverseCumulativeProbability(0.5 + confidence / 2);
        double halfWidth = quantile * standardError;
        return new Interval(Math.exp(mean), Math.exp(mean - halfWidth), Math.exp(mean + halfWidth), confidence);
    }
}
