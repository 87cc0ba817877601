package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.latency.Runs;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.List;

/**
 * The latencies of all timed runs of one model, all but {@code p50Millis} to 0.1 %.
 *
 * @param p50Millis as {@link Runs#typicalMillis}
 * @param p90Millis upper estimate at 99 % confidence; null where there are too few runs for it (TailLatency says how many)
 * @param p99Millis likewise
 * @param p999Millis likewise of the 99.9th percentile
 */
public record LatencySummary(
        long runs,
        double minMillis,
        double meanMillis,
        double p50Millis,
        Double p90Millis,
        Double p99Millis,
        Double p999Millis,
        double maxMillis) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** @param runs of at least one block, each with its histogram */
    static LatencySummary of(Runs runs) {
        List<LatencyHistogram> forks = runs.histograms().orElseThrow();
        LatencyHistogram histogram = LatencyHistogram.sum(forks);
        return new LatencySummary(
                histogram.runs(),
                histogram.minNanos() / NANOS_PER_MILLI,
                histogram.meanNanos() / NANOS_PER_MILLI,
                runs.typicalMillis(),
                Runs.tailMillis(forks, 0.90),
                Runs.tailMillis(forks, 0.99),
                Runs.tailMillis(forks, 0.999),
                histogram.maxNanos() / NANOS_PER_MILLI);
    }
}
