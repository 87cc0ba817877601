package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.SequentialMean;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Whether two measurements of the same models found the same, by Welch's t-test on the forks' log-ratios (The generalization
 * of Student's problem when several different population variances are involved, Biometrika 34, 1947).
 *
 * @param change ratio of the second measurement / ratio of the first, with a 99 % interval
 */
public record LatencyAgreement(Interval change) {
    private static final double CONFIDENCE = 0.99;

    /** Empty where one of them has fewer than two forks. */
    public static Optional<LatencyAgreement> of(LatencyEvidence first, LatencyEvidence second) {
        return first.variantRatio()
                .mean()
                .flatMap(one -> second.variantRatio().mean().map(other -> new LatencyAgreement(change(one, other))));
    }

    public boolean agrees() {
        return change.low() <= 1 && change.high() >= 1;
    }

    private static Interval change(SequentialMean one, SequentialMean other) {
        double difference = other.mean() - one.mean();
        double halfWidth = halfWidth(squaredError(one), one.count() - 1, squaredError(other), other.count() - 1);
        return Interval.ofRatio(difference, halfWidth, CONFIDENCE);
    }

    private static double halfWidth(double one, int oneDegrees, double other, int otherDegrees) {
        double both = one + other;
        if (both == 0) {
            return 0;
        }
        double degrees = both * both / (one * one / oneDegrees + other * other / otherDegrees);
        return TDistribution.of(degrees).inverseCumulativeProbability(0.5 + CONFIDENCE / 2) * Math.sqrt(both);
    }

    private static double squaredError(SequentialMean mean) {
        return mean.standardDeviation() * mean.standardDeviation() / mean.count();
    }
}
