package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.latency.BlockConditions;

/**
 * One block of runs of one process.
 *
 * @param nanos of each run, in order; at least one
 */
record TimedBlock(long[] nanos, BlockConditions conditions) {
    double medianMillis() {
        return LatencySummary.median(LatencySummary.millis(nanos));
    }
}
