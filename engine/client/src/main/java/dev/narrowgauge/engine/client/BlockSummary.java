package dev.narrowgauge.engine.client;

import java.util.Arrays;

/** One block of timed runs. The 99th percentile is the plain nearest rank: a block is too short for an upper estimate. */
public record BlockSummary(int runs, double medianMillis, double meanMillis, double p99Millis) {
    static BlockSummary of(long[] nanos) {
        double[] sorted = LatencySummary.millis(nanos);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(0.99 * sorted.length) - 1;
        return new BlockSummary(
                sorted.length,
                LatencySummary.median(sorted),
                Arrays.stream(sorted).average().orElseThrow(),
                sorted[rank]);
    }
}
