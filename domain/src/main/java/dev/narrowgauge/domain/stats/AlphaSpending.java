package dev.narrowgauge.domain.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What of the probability of an error each of several looks at growing data may use up. By the spending function that Lan and
 * DeMets (Discrete sequential boundaries for clinical trials, Biometrika 70, 1983) give for bounds like those of O'Brien and
 * Fleming: little at first, so that almost all is left for the last look,
 *
 * <pre>
 *   α(t) = 2 − 2 Φ(z(1 − α/2) / √t),   α(1) = α
 * </pre>
 *
 * A look gets what the function grows by, {@code α(k/K) − α((k − 1)/K)}, and is a test of that level by itself. All looks together are
 * then wrong with probability α at most whatever their tests are and however they depend on each other (Bonferroni); the bounds
 * that Lan and DeMets compute from the joint distribution of the looks are hardly wider, and are for normal statistics alone.
 */
public final class AlphaSpending {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private AlphaSpending() {}

    /**
     * The level of one look.
     *
     * @param alpha of all of them together, one-sided, in (0, 1)
     * @param look from 1
     * @param looks at most
     */
    public static double level(double alpha, int look, int looks) {
        if (look < 1 || look > looks) {
            throw new IllegalArgumentException("there is no look %d of %d".formatted(look, looks));
        }
        return looks == 1 ? alpha : spent(alpha, (double) look / looks) - spent(alpha, (look - 1.0) / looks);
    }

    private static double spent(double alpha, double time) {
        if (time == 0) {
            return 0;
        }
        double quantile = -NORMAL.inverseCumulativeProbability(alpha / 2);
        return 2 * NORMAL.survivalProbability(quantile / Math.sqrt(time));
    }
}
