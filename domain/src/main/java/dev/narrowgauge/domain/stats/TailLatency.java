package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Upper estimate of a tail percentile from few runs, by the early-stopping rule of MLPerf Inference (LoadGen): the
 * smallest order statistic that lies above the true percentile with the given confidence.
 */
public final class TailLatency {
    private static final double CONFIDENCE = 0.99;

    private TailLatency() {}

    /**
     * @param latencies any order, any unit
     * @param percentile in (0, 1), for example 0.99
     * @return empty when there are too few runs to say (below 662 for p99)
     */
    public static OptionalDouble upperEstimate(double[] latencies, double percentile) {
        int n = latencies.length;
        if (n == 0) {
            return OptionalDouble.empty();
        }
        int over = largestAllowedOver(n, percentile);
        if (over < 1) {
            return OptionalDouble.empty();
        }
        double[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return OptionalDouble.of(sorted[n - over]);
    }

    /** Largest t with P[Bin(n, 1 - p) <= t] <= 1 - confidence, or -1 when even t = 0 is too likely. */
    static int largestAllowedOver(int n, double percentile) {
        BinomialDistribution over = BinomialDistribution.of(n, 1 - percentile);
        int t = over.inverseCumulativeProbability(1 - CONFIDENCE);
        while (t >= 0 && over.cumulativeProbability(t) > 1 - CONFIDENCE) {
            t--;
        }
        return t;
    }
}
