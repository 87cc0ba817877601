package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.latency.BlockConditions;

/**
 * One block of runs of one process.
 *
 * @param nanos of each run, in order; at least one
 * @param checkedRuns whose outputs were held against those before timing
 * @param differingRuns of these
 */
record TimedBlock(long[] nanos, BlockConditions conditions, int checkedRuns, int differingRuns) {
    double medianMillis() {
        return LatencySummary.median(LatencySummary.millis(nanos));
    }
}
