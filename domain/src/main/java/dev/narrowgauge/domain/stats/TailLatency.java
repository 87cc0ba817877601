package dev.narrowgauge.domain.stats;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Upper estimate of a tail percentile from few runs, by the early-stopping rule of MLPerf Inference (LoadGen): the
 * smallest order statistic that lies above the true percentile with the given confidence.
 */
public final class TailLatency {
    private static final double CONFIDENCE = 0.99;

    private TailLatency() {}

    /**
     * @param percentile in (0, 1), for example 0.99
     * @return nanoseconds, at most 0.1 % above the order statistic; empty when there are too few runs to say (below 64 for
     *     p90, 662 for p99, 6636 for p99.9)
     */
    public static OptionalLong upperEstimate(LatencyHistogram runs, double percentile) {
        if (!isEnough(runs.runs(), percentile)) {
            return OptionalLong.empty();
        }
        int n = Math.toIntExact(runs.runs());
        return OptionalLong.of(runs.nanosOfRank(n - largestAllowedOver(n, percentile) + 1));
    }

    /** Whether so many runs say anything of that percentile. */
    public static boolean isEnough(long runs, double percentile) {
        return runs > 0 && largestAllowedOver(Math.toIntExact(runs), percentile) >= 1;
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
