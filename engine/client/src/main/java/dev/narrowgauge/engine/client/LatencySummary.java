package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.stats.PairedLogRatio;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/**
 * The latencies of all timed runs of one model.
 *
 * @param p50Millis of the medians of all blocks the geometric mean, so that the times of two models have the ratio that is
 *     given for them
 * @param p90Millis upper estimate at 99 % confidence; empty below 64 runs
 * @param p99Millis upper estimate at 99 % confidence; empty below 662 runs
 */
public record LatencySummary(
        long runs,
        double minMillis,
        double meanMillis,
        double p50Millis,
        OptionalDouble p90Millis,
        OptionalDouble p99Millis,
        double maxMillis) {

    /** @param blocks the same runs, block by block */
    static LatencySummary of(long[] nanos, List<BlockSummary> blocks) {
        double[] millis = millis(nanos);
        return new LatencySummary(
                millis.length,
                Arrays.stream(millis).min().orElseThrow(),
                Arrays.stream(millis).average().orElseThrow(),
                PairedLogRatio.typical(
                        blocks.stream().mapToDouble(BlockSummary::medianMillis).toArray()),
                TailLatency.upperEstimate(millis, 0.90),
                TailLatency.upperEstimate(millis, 0.99),
                Arrays.stream(millis).max().orElseThrow());
    }

    static double[] millis(long[] nanos) {
        return LongStream.of(nanos).mapToDouble(value -> value / 1e6).toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
