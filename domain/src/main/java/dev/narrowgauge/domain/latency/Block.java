package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.Comparator;
import java.util.List;

/**
 * Runs of one process in a round.
 *
 * @param medianMillis of all its runs
 * @param voided why it does not count, phrases; empty where it does
 * @param beganMillis since the measurement began; null in evidence that is older than histograms
 * @param histogram of its runs, as {@link LatencyHistogram#text}; null likewise
 * @param turns in order; empty in evidence that is older than turns, where the block was one
 */
public record Block(
        Role role, double medianMillis, List<String> voided, Long beganMillis, String histogram, List<Turn> turns) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Twice that of the histogram. */
    private static final double PRECISION = 0.002;

    public Block {
        requireNonNull(role, "role is null");
        voided = voided == null ? List.of() : List.copyOf(voided);
        turns = turns == null ? List.of() : List.copyOf(turns);
        if (!(medianMillis > 0)) {
            throw new IllegalArgumentException("medianMillis is not positive: " + medianMillis);
        }
    }

    /** Of which no more is known. */
    public Block(Role role, double medianMillis, List<String> voided) {
        this(role, medianMillis, voided, null, null, List.of());
    }

    /** Whether its median, or that of a turn, cannot be that of its runs; false where those are not kept. */
    boolean contradictsItsRuns() {
        if (histogram == null) {
            return false;
        }
        LatencyHistogram runs = LatencyHistogram.ofText(histogram);
        double low = millisOfRank(runs, (runs.runs() + 1) / 2);
        double high = millisOfRank(runs, runs.runs() / 2 + 1);
        return medianMillis < low * (1 - PRECISION) || medianMillis > high * (1 + PRECISION) || turnsContradict(runs);
    }

    /** Half of the runs of each turn took at most its median, so that many do in all; and likewise at least. */
    private boolean turnsContradict(LatencyHistogram runs) {
        if (turns.isEmpty()) {
            return false;
        }
        if (turns.stream().mapToLong(Turn::runs).sum() != runs.runs()) {
            return true;
        }
        List<Turn> ascending = turns.stream()
                .sorted(Comparator.comparingDouble(Turn::medianMillis))
                .toList();
        long atMost = 0;
        for (Turn turn : ascending) {
            atMost += turn.half();
            if (millisOfRank(runs, atMost) > turn.medianMillis() * (1 + PRECISION)) {
                return true;
            }
        }
        long atLeast = 0;
        for (Turn turn : ascending.reversed()) {
            atLeast += turn.half();
            if (millisOfRank(runs, runs.runs() + 1 - atLeast) < turn.medianMillis() * (1 - PRECISION)) {
                return true;
            }
        }
        return false;
    }

    private static double millisOfRank(LatencyHistogram runs, long rank) {
        return runs.nanosOfRank(rank) / NANOS_PER_MILLI;
    }

    /** Medians of its turns; of a block that was one, its own. */
    List<Double> turnMedians() {
        return turns.isEmpty()
                ? List.of(medianMillis)
                : turns.stream().map(Turn::medianMillis).toList();
    }

    boolean counts() {
        return voided.isEmpty();
    }
}
