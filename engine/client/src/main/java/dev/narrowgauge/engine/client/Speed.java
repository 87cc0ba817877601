package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.stats.Interval;

/** What an interval of the latency ratio says about the variant, given a margin that does not matter. */
public enum Speed {
    FASTER,
    SLOWER,
    SAME,
    INCONCLUSIVE;

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
