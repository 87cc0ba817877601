package dev.narrowgauge.domain.scenario;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.stats.LatencyHistogram;

/**
 * What one fresh process showed of one model in one scenario.
 *
 * @param histogram of the latencies of its runs, as {@link LatencyHistogram#text}; of the server scenario those at the peak
 *     rate, and empty where it kept the limit at none
 * @param samplesPerSecond that were answered meanwhile; of the server scenario the peak rate
 * @param peak of the server scenario; null in others
 * @param coldStart of this process
 * @param peakResidentBytes most that it ever had resident; null where the system does not say
 * @param proportionalBytes at its end, its own pages and its share of those that other processes map, too; null likewise
 * @param joulesPerSample that all processor packages took while it ran, their rest included; null where that cannot be read
 * @param settled whether latency had settled before
 * @param conditions of the machine while it ran
 */
public record ScenarioFork(
        String histogram,
        double samplesPerSecond,
        PeakRate peak,
        ColdStart coldStart,
        Long peakResidentBytes,
        Long proportionalBytes,
        Double joulesPerSample,
        boolean settled,
        BlockConditions conditions) {
    public ScenarioFork {
        requireNonNull(histogram, "histogram is null");
        requireNonNull(coldStart, "coldStart is null");
        requireNonNull(conditions, "conditions is null");
    }
}
