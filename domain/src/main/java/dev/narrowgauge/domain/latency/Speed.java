package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.stats.Interval;

/** What was found of the speed of a variant compared with its baseline. */
public enum Speed {
    FASTER,
    SLOWER,
    /** The interval lies inside the margin on both sides of 1. */
    SAME,
    INCONCLUSIVE,
    /** The measurement is not to be used. */
    INVALID;

    /** @param margin relative difference that does not matter, for example 0.02 */
    static Speed of(Interval ratio, double margin) {
        if (ratio.high() < 1 - margin) {
            return FASTER;
        }
        if (ratio.low() > 1 + margin) {
            return SLOWER;
        }
        if (ratio.low() > 1 - margin && ratio.high() < 1 + margin) {
            return SAME;
        }
        return INCONCLUSIVE;
    }
}
