package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.Arrays;
import java.util.List;

/**
 * The turns of one process in a round.
 *
 * @param medianMillis of all runs
 * @param histogram of its runs, as {@link LatencyHistogram#text}
 * @param turnMillis median of each turn, in order
 * @param checkedRuns whose outputs were held against those before timing
 * @param differingRuns of these
 */
record TimedBlock(
        double medianMillis,
        String histogram,
        List<Double> turnMillis,
        BlockConditions conditions,
        int checkedRuns,
        int differingRuns) {

    TimedBlock {
        requireNonNull(histogram, "histogram is null");
        requireNonNull(conditions, "conditions is null");
        turnMillis = List.copyOf(turnMillis);
    }

    /** @param turns at least one */
    static TimedBlock of(List<TimedTurn> turns, BlockConditions conditions) {
        long[] nanos = turns.stream()
                .map(TimedTurn::nanos)
                .flatMapToLong(Arrays::stream)
                .toArray();
        return new TimedBlock(
                TimedTurn.medianMillis(nanos),
                LatencyHistogram.of(nanos).text(),
                turns.stream().map(TimedTurn::medianMillis).toList(),
                conditions,
                turns.stream().mapToInt(TimedTurn::checkedRuns).sum(),
                turns.stream().mapToInt(TimedTurn::differingRuns).sum());
    }
}
