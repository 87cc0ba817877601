package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.Median;
import java.util.Arrays;

/**
 * One block of runs of one process.
 *
 * @param histogram of its runs, as {@link LatencyHistogram#text}
 * @param checkedRuns whose outputs were held against those before timing
 * @param differingRuns of these
 */
record TimedBlock(
        double medianMillis, String histogram, BlockConditions conditions, int checkedRuns, int differingRuns) {
    private static final double NANOS_PER_MILLI = 1e6;

    TimedBlock {
        requireNonNull(histogram, "histogram is null");
        requireNonNull(conditions, "conditions is null");
    }

    /** @param nanos of each run, at least one */
    static TimedBlock of(long[] nanos, BlockConditions conditions, int checkedRuns, int differingRuns) {
        return new TimedBlock(
                Median.of(Arrays.stream(nanos).asDoubleStream().toArray()) / NANOS_PER_MILLI,
                LatencyHistogram.of(nanos).text(),
                conditions,
                checkedRuns,
                differingRuns);
    }
}
