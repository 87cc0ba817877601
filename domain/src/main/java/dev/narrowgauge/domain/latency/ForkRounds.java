package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.stats.Median;
import java.util.List;

/**
 * How many rounds a fork is given. The value of a fork is the median of its turns, so that a few which something outside the
 * machine disturbed, as a neighbour on the same core that no counter shows, do not move it; rounds are added until enough
 * turns agree. Only their spread is looked at, not where they lie.
 */
public final class ForkRounds {
    /** What a process keeps for its life differs more than turns do, and a round costs as much as a fork's start. */
    public static final int FEWEST = 1;

    /** Where more are needed, another fork tells more. */
    public static final int MOST = 12;

    private static final double CONFIDENCE = 0.85;

    private ForkRounds() {}

    /**
     * Whether the fork's value is not yet known to the margin.
     *
     * @param logRatios for each variant, ln(its time / the baseline's) of each turn
     *     of the rounds that count
     * @param rounds that count
     * @param least rounds that the fork has anyway
     */
    public static boolean isWantingMore(List<double[]> logRatios, int rounds, int least, double margin) {
        if (rounds < least) {
            return true;
        }
        return rounds < MOST
                && logRatios.stream()
                        .anyMatch(ratios ->
                                Median.halfWidth(CONFIDENCE, ratios).orElse(Double.POSITIVE_INFINITY) > margin);
    }
}
