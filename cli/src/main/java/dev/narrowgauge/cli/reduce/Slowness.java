package dev.narrowgauge.cli.reduce;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;

/**
 * By how much a quantized model is slower than the original.
 *
 * @param ratio of the times
 * @param excessMillis that a run takes longer
 */
record Slowness(Interval ratio, double excessMillis) {
    /** What any kernel more costs, whatever it computes. */
    private static final double OVERHEAD_MILLIS = 0.02;

    Slowness {
        requireNonNull(ratio, "ratio is null");
    }

    /** Whether it is that of what is left of a model that is so much slower, and not just that of one kernel more. */
    boolean isLeftOf(Slowness whole) {
        double leastRatio = 1 + (whole.ratio.estimate() - 1) / 2;
        return ratio.low() >= leastRatio && excessMillis >= Math.min(OVERHEAD_MILLIS, whole.excessMillis / 2);
    }
}
