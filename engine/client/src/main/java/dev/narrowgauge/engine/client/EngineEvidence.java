package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.proto.engine.Evaluated;

/** An engine's answer as the evidence that the gate judges. */
public final class EngineEvidence {
    private EngineEvidence() {}

    public static AccuracyEvidence of(Evaluated evaluated) {
        double sqnr = evaluated.getOutputSqnrDb();
        return new AccuracyEvidence(
                evaluated.getSamples(),
                evaluated.getHasLabels(),
                evaluated.getBaselineCorrect(),
                evaluated.getVariantCorrect(),
                evaluated.getOnlyVariantCorrect(),
                evaluated.getOnlyBaselineCorrect(),
                evaluated.getFlips(),
                Double.isInfinite(sqnr) ? null : sqnr);
    }
}
