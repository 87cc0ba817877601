package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.latency.Turn;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.Arrays;
import java.util.List;

/**
 * The turns of one process in a round.
 *
 * @param medianMillis of all runs
 * @param histogram of its runs, as {@link LatencyHistogram#text}
 * @param turns in order
 * @param checkedRuns whose outputs were held against those before timing
 * @param differingRuns of these
 */
record TimedBlock(
        double medianMillis,
        String histogram,
        List<Turn> turns,
        BlockConditions conditions,
        int checkedRuns,
        int differingRuns) {

    TimedBlock {
        requireNonNull(histogram, "histogram is null");
        requireNonNull(conditions, "conditions is null");
        turns = List.copyOf(turns);
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
                turns.stream().map(TimedTurn::summary).toList(),
                conditions,
                turns.stream().mapToInt(TimedTurn::checkedRuns).sum(),
                turns.stream().mapToInt(TimedTurn::differingRuns).sum());
    }
}
