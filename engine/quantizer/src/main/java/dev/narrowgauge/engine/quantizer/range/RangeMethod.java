package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;

/** Chooses the range of one activation from what was observed of it. */
@FunctionalInterface
public interface RangeMethod {
    /** @param observed has at least one finite value */
    Range choose(ActivationStatistics observed, Grid grid);

    /** Everything that was seen. */
    static Range observedRange(ActivationStatistics observed) {
        return Range.containing(
                observed.extremes().minimum(), observed.extremes().maximum());
    }
}
