package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Upper estimate of a tail percentile from few runs. Where all runs come from one process it is the early-stopping rule of
 * MLPerf Inference (LoadGen): the smallest order statistic that lies above the true percentile with the given confidence,
 * were the runs independent. They are not: one process is slower than another for its life, and slow runs come in bursts.
 * So the estimate is raised until the share of runs above it, with the processes as the unit, is small enough at the same
 * confidence: the upper bound of a t-interval over the processes' shares, as for a sample of clusters (Cochran, Sampling
 * Techniques, 1977, chapter 9).
 */
public final class TailLatency {
    /** Of what is shown of tails, and asked of them where nothing else is. */
    public static final double CONFIDENCE = 0.99;

    private TailLatency() {}

    /**
     * @param processes runs of each
     * @param percentile in (0, 1), for example 0.99
     * @return nanoseconds, at most 0.1 % above the order statistic; empty when there are too few runs to say (below 64 for
     *     p90, 662 for p99, 6636 for p99.9)
     */
    public static OptionalLong upperEstimate(List<LatencyHistogram> processes, double percentile) {
        return upperEstimate(processes, percentile, CONFIDENCE);
    }

    /** The same at another confidence, in (0, 1), one-sided. */
    public static OptionalLong upperEstimate(List<LatencyHistogram> processes, double percentile, double confidence) {
        LatencyHistogram all = LatencyHistogram.sum(processes);
        if (!isEnough(all.runs(), percentile, confidence)) {
            return OptionalLong.empty();
        }
        List<LatencyHistogram> units =
                processes.stream().filter(process -> process.runs() > 0).toList();
        int n = Math.toIntExact(all.runs());
        long least = all.nanosOfRank(n - largestAllowedOver(n, percentile, confidence) + 1);
        if (units.size() < 2) {
            return OptionalLong.of(least);
        }
        double quantile = TDistribution.of(units.size() - 1).inverseCumulativeProbability(confidence);
        return all.nanosFrom(least)
                .filter(nanos -> mostAbove(units, nanos, quantile) <= 1 - percentile)
                .findFirst();
    }

    /**
     * Whether the true percentile is shown to be above a value: the share of runs above it is larger than what the percentile
     * leaves, by the lower bound of the same t-interval. Never of one process, which says nothing of others.
     *
     * @param processes runs of each
     * @param percentile in (0, 1)
     * @param confidence in (0, 1), one-sided
     */
    public static boolean isAbove(List<LatencyHistogram> processes, double percentile, long nanos, double confidence) {
        List<LatencyHistogram> units =
                processes.stream().filter(process -> process.runs() > 0).toList();
        if (units.size() < 2) {
            return false;
        }
        double quantile = TDistribution.of(units.size() - 1).inverseCumulativeProbability(confidence);
        return mostAbove(units, nanos, -quantile) > 1 - percentile;
    }

    /** Upper bound of the share of runs above a value; the lower one for a negative quantile. */
    private static double mostAbove(List<LatencyHistogram> processes, long nanos, double quantile) {
        double[] shares = processes.stream()
                .mapToDouble(process -> process.shareAbove(nanos))
                .toArray();
        double mean = Arrays.stream(shares).average().orElseThrow();
        double squares = Arrays.stream(shares)
                .map(share -> (share - mean) * (share - mean))
                .sum();
        int degrees = shares.length - 1;
        return mean + quantile * Math.sqrt(squares / degrees / shares.length);
    }

    /** Whether so many runs say anything of that percentile. */
    public static boolean isEnough(long runs, double percentile) {
        return isEnough(runs, percentile, CONFIDENCE);
    }

    private static boolean isEnough(long runs, double percentile, double confidence) {
        return runs > 0 && largestAllowedOver(Math.toIntExact(runs), percentile, confidence) >= 1;
    }

    /** Largest t with P[Bin(n, 1 - p) <= t] <= 1 - confidence, or -1 when even t = 0 is too likely. */
    public static int largestAllowedOver(int n, double percentile) {
        return largestAllowedOver(n, percentile, CONFIDENCE);
    }

    private static int largestAllowedOver(int n, double percentile, double confidence) {
        BinomialDistribution over = BinomialDistribution.of(n, 1 - percentile);
        int t = over.inverseCumulativeProbability(1 - confidence);
        while (t >= 0 && over.cumulativeProbability(t) > 1 - confidence) {
            t--;
        }
        return t;
    }
}
