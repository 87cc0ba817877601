package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.Collections;
import java.util.List;

/**
 * Runs of one process in a round.
 *
 * @param medianMillis of all its runs
 * @param voided why it does not count, phrases; empty where it does
 * @param beganMillis since the measurement began; null in evidence that is older than histograms
 * @param histogram of its runs, as {@link LatencyHistogram#text}; null likewise
 * @param turnMillis median of the runs of each turn, in order; empty in evidence that is older than turns, where the block
 *     was one
 */
public record Block(
        Role role,
        double medianMillis,
        List<String> voided,
        Long beganMillis,
        String histogram,
        List<Double> turnMillis) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Twice that of the histogram. */
    private static final double PRECISION = 0.002;

    public Block {
        requireNonNull(role, "role is null");
        voided = voided == null ? List.of() : List.copyOf(voided);
        turnMillis = turnMillis == null ? List.of() : List.copyOf(turnMillis);
        if (!(medianMillis > 0)) {
            throw new IllegalArgumentException("medianMillis is not positive: " + medianMillis);
        }
        if (!turnMillis.stream().allMatch(millis -> millis > 0)) {
            throw new IllegalArgumentException("turnMillis are not all positive: " + turnMillis);
        }
    }

    /** Of which no more is known. */
    public Block(Role role, double medianMillis, List<String> voided) {
        this(role, medianMillis, voided, null, null, List.of());
    }

    /**
     * Whether its median is another one than that of its runs, or does not lie among those of its turns, as the median of all
     * values does; false where those are not kept.
     */
    boolean isAltered() {
        if (histogram == null) {
            return false;
        }
        LatencyHistogram runs = LatencyHistogram.ofText(histogram);
        double low = runs.nanosOfRank((runs.runs() + 1) / 2) / NANOS_PER_MILLI;
        double high = runs.nanosOfRank(runs.runs() / 2 + 1) / NANOS_PER_MILLI;
        return medianMillis < low * (1 - PRECISION) || medianMillis > high * (1 + PRECISION) || isBesideItsTurns();
    }

    private boolean isBesideItsTurns() {
        return !turnMillis.isEmpty()
                && (medianMillis < Collections.min(turnMillis) || medianMillis > Collections.max(turnMillis));
    }

    /** Medians of its turns; of a block that was one, its own. */
    List<Double> turns() {
        return turnMillis.isEmpty() ? List.of(medianMillis) : turnMillis;
    }

    boolean counts() {
        return voided.isEmpty();
    }
}
