package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.decision.Numbers;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The latest controls of one machine, and what they say of it.
 *
 * @param controls in the order in which they were measured, the {@link #MOST} latest
 */
public record ControlHistory(List<Control> controls) {
    /** Older ones are of a machine that may have changed since. */
    public static final int MOST = 300;

    /** With fewer, the largest that was seen is no bound that holds for 19 of 20. */
    static final int FEWEST = 20;

    /** Of 100 controls, how many a difference that can be seen exceeds. */
    private static final int QUANTILE_PERCENT = 95;

    private static final double SOUND_ALARM_RATE = 0.01;
    private static final double SIGNIFICANCE = 0.001;

    public ControlHistory {
        controls = List.copyOf(controls.subList(Math.max(0, controls.size() - MOST), controls.size()));
    }

    /**
     * The smallest difference that the machine can see: what a file against itself shows at most in 19 of 20 measurements.
     * The bound is the k-th smallest of n distances |ln ratio|, k = ⌈0.95 (n + 1)⌉, which the next one exceeds in at most 1
     * of 20 whatever their distribution (Wilks, Determination of sample sizes for setting tolerance limits, 1941).
     */
    public NoiseFloor floor() {
        int count = controls.size();
        if (count < FEWEST) {
            return new NoiseFloor(count, FEWEST, null);
        }
        double[] distances = controls.stream()
                .mapToDouble(control -> Math.abs(Math.log(control.ratio().estimate())))
                .sorted()
                .toArray();
        int rank = Math.ceilDiv(QUANTILE_PERCENT * (count + 1), 100);
        return new NoiseFloor(count, FEWEST, Math.expm1(distances[rank - 1]));
    }

    /**
     * Why the machine is not to be measured on, a sentence; empty where the exact one-sided binomial test at 0.1 % does not
     * reject that 1 in 100 of its controls exclude 1.
     */
    public Optional<String> whyUnsound() {
        int alarms = alarms();
        double probability = probability(controls.size(), alarms);
        return probability > SIGNIFICANCE
                ? Optional.empty()
                : Optional.of(
                        "%d of its last %d controls, a baseline timed against itself, exclude 1; by chance 1 in 100 does, and so many less often than once in %s times."
                                .formatted(alarms, controls.size(), odds(probability)));
    }

    /** P[Bin(n, 0.01) ≥ alarms]. */
    static double probability(int count, int alarms) {
        return BinomialDistribution.of(count, SOUND_ALARM_RATE).survivalProbability(alarms - 1);
    }

    private int alarms() {
        return (int) controls.stream().filter(Control::alarms).count();
    }

    /** Rounded down to a number that a person reads at once. */
    private static String odds(double probability) {
        double odds = Math.min(1 / probability, 1e9);
        double magnitude = Math.pow(10, Math.floor(Math.log10(odds)));
        return Numbers.count((long) (Math.floor(odds / magnitude) * magnitude));
    }
}
