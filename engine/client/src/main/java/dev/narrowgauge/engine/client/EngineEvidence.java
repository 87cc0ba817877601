package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.WeightTypes;
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
                Double.isInfinite(sqnr) ? null : sqnr,
                evaluated.getAnswers(),
                evaluated.getOutputsList().stream().map(EngineEvidence::of).toList(),
                evaluated.getSequence().getAstray(),
                metrics(evaluated),
                evaluated.getAnswerArchive().isEmpty() ? null : evaluated.getAnswerArchive());
    }

    /** As what the variant's file stores its weights; null where an older engine does not say. */
    public static WeightTypes weights(Evaluated evaluated) {
        return evaluated.hasVariantWeights()
                ? new WeightTypes(evaluated.getVariantWeights().getValuesMap())
                : null;
    }

    /** By every measure that suits what the models answer. */
    public static AccuracyMetrics metrics(Evaluated evaluated) {
        return new AccuracyMetrics(
                evaluated.getMetricsList().stream().map(EngineEvidence::of).toList(),
                evaluated.getWorstSlicesList().stream().map(EngineEvidence::of).toList(),
                evaluated.getSlices());
    }

    private static MetricResult of(dev.narrowgauge.proto.engine.MetricResult result) {
        return new MetricResult(
                result.getMetric(),
                result.getOutput(),
                result.getSlice(),
                result.hasBaseline() ? result.getBaseline() : null,
                result.hasVariant() ? result.getVariant() : null,
                result.hasLoss() ? of(result.getLoss()) : null,
                result.hasLoss() ? result.getMethod() : null,
                result.getSamples(),
                result.getClusters(),
                result.getDiffering(),
                result.getNote());
    }

    public static OutputAgreement of(dev.narrowgauge.proto.engine.OutputAgreement output) {
        return new OutputAgreement(
                output.getOutput(),
                OutputKind.valueOf(output.getKind()),
                output.getSamples(),
                output.getAnswers(),
                output.getChangedAnswers(),
                output.getChangedSamples(),
                output.hasSqnrDb() ? output.getSqnrDb() : null,
                output.hasWorstSampleSqnrDb() ? output.getWorstSampleSqnrDb() : null,
                output.hasDifferenceP99() ? output.getDifferenceP99() : null);
    }

    /** What was seen of the machine during a block. */
    public static BlockConditions of(dev.narrowgauge.proto.engine.BlockConditions seen) {
        return new BlockConditions(
                seen.hasStealShare() ? seen.getStealShare() : null,
                seen.hasWaitingShare() ? seen.getWaitingShare() : null,
                seen.hasClockChange() ? seen.getClockChange() : null,
                seen.hasThrottleEvents() ? seen.getThrottleEvents() : null,
                seen.hasCollections() ? seen.getCollections() : null,
                seen.hasMajorFaults() ? seen.getMajorFaults() : null,
                seen.hasOthersShare() ? seen.getOthersShare() : null);
    }

    /** What to ship, as the engine decided it. */
    public static Decision of(dev.narrowgauge.proto.engine.Decision decision) {
        return new Decision(
                Decision.Outcome.valueOf(decision.getOutcome()),
                decision.getSubject(),
                decision.getReason(),
                decision.getFindingsList().stream().map(EngineEvidence::of).toList(),
                decision.getMissingList());
    }

    private static Finding of(dev.narrowgauge.proto.engine.Finding finding) {
        return new Finding(
                finding.getMeasure(),
                finding.getOutput(),
                finding.hasObserved() ? finding.getObserved() : null,
                finding.hasInterval() ? of(finding.getInterval()) : null,
                finding.hasLimit() ? finding.getLimit() : null,
                Finding.State.valueOf(finding.getState()),
                finding.getSentence());
    }

    private static Interval of(dev.narrowgauge.proto.engine.Interval interval) {
        return new Interval(interval.getEstimate(), interval.getLow(), interval.getHigh(), interval.getConfidence());
    }
}
