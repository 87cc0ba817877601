package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.List;

/**
 * A block of runs of one process.
 *
 * @param medianMillis of its runs
 * @param voided why it does not count, phrases; empty where it does
 * @param beganMillis since the measurement began; null in evidence that is older than histograms
 * @param histogram of its runs, as {@link LatencyHistogram#text}; null likewise
 */
public record Block(Role role, double medianMillis, List<String> voided, Long beganMillis, String histogram) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Twice that of the histogram. */
    private static final double PRECISION = 0.002;

    public Block {
        requireNonNull(role, "role is null");
        voided = voided == null ? List.of() : List.copyOf(voided);
        if (!(medianMillis > 0)) {
            throw new IllegalArgumentException("medianMillis is not positive: " + medianMillis);
        }
    }

    /** Of which no more is known. */
    public Block(Role role, double medianMillis, List<String> voided) {
        this(role, medianMillis, voided, null, null);
    }

    /** Whether its median is another one than that of its runs; false where those are not kept. */
    boolean isAltered() {
        if (histogram == null) {
            return false;
        }
        LatencyHistogram runs = LatencyHistogram.ofText(histogram);
        double low = runs.nanosOfRank((runs.runs() + 1) / 2) / NANOS_PER_MILLI;
        double high = runs.nanosOfRank(runs.runs() / 2 + 1) / NANOS_PER_MILLI;
        return medianMillis < low * (1 - PRECISION) || medianMillis > high * (1 + PRECISION);
    }

    boolean counts() {
        return voided.isEmpty();
    }
}
