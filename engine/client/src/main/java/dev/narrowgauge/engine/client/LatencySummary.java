package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.stats.TailLatency;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The latencies of all timed runs of one model.
 *
 * @param p50Millis of the medians of the blocks the geometric mean over each fork's, and over the forks, so that the times
 *     of two models have the ratio that is given for them
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

    /** @param forks blocks of each, at least one block altogether */
    static LatencySummary of(List<List<TimedBlock>> forks) {
        double[] millis = forks.stream()
                .flatMap(List::stream)
                .flatMapToDouble(block -> Arrays.stream(millis(block.nanos())))
                .toArray();
        return new LatencySummary(
                millis.length,
                Arrays.stream(millis).min().orElseThrow(),
                Arrays.stream(millis).average().orElseThrow(),
                typical(forks.stream().filter(blocks -> !blocks.isEmpty()).mapToDouble(LatencySummary::typicalOfFork)),
                TailLatency.upperEstimate(millis, 0.90),
                TailLatency.upperEstimate(millis, 0.99),
                Arrays.stream(millis).max().orElseThrow());
    }

    private static double typicalOfFork(List<TimedBlock> blocks) {
        return typical(blocks.stream().mapToDouble(TimedBlock::medianMillis));
    }

    /** Of which the ratio of two models is the ratio: the geometric mean. */
    private static double typical(DoubleStream values) {
        return Math.exp(values.map(Math::log).average().orElseThrow());
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
