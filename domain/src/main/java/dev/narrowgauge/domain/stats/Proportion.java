package dev.narrowgauge.domain.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** How often something was seen in how many trials. */
public record Proportion(long count, long trials) {
    public Proportion {
        if (trials < 1 || count < 0 || count > trials) {
            throw new IllegalArgumentException("impossible counts: %d of %d".formatted(count, trials));
        }
    }

    /**
     * The share that the true one is above of at that confidence, one-sided (Clopper and Pearson, The use of confidence or
     * fiducial limits illustrated in the case of the binomial, Biometrika 26, 1934).
     */
    public double atLeast(double confidence) {
        return count == 0
                ? 0
                : BetaDistribution.of(count, trials - count + 1.0).inverseCumulativeProbability(1 - confidence);
    }

    /** The share that the true one is below of at that confidence, one-sided, by the same method. */
    public double atMost(double confidence) {
        return count == trials
                ? 1
                : BetaDistribution.of(count + 1.0, trials - count).inverseCumulativeProbability(confidence);
    }
}
