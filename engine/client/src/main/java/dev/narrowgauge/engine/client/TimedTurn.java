package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.Turn;
import dev.narrowgauge.domain.stats.Median;
import java.util.Arrays;

/**
 * Runs of one process until another had its turn.
 *
 * @param nanos of each run, in order, at least one
 * @param checkedRuns whose outputs were held against those before timing
 * @param differingRuns of these
 */
record TimedTurn(long[] nanos, int checkedRuns, int differingRuns) {
    private static final double NANOS_PER_MILLI = 1e6;

    TimedTurn {
        requireNonNull(nanos, "nanos is null");
    }

    Turn summary() {
        return new Turn(medianMillis(nanos), nanos.length);
    }

    static double medianMillis(long... nanos) {
        return Median.of(Arrays.stream(nanos).asDoubleStream().toArray()) / NANOS_PER_MILLI;
    }
}
