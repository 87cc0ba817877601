package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.stats.Proportion;
import java.util.List;

/**
 * How much of its limit a variant uses up, as a ratio of errors: 1 where it is expected to reach the limit on other
 * samples, above 1 beyond. Noise counts by its
 * amplitude, to which changed answers are proportional, too, while there are few.
 */
final class LimitUse {
    /** With few samples a changed answer or two are chance; a limit on shares is broken when that is unlikely. */
    private static final double CONFIDENCE = 0.9;

    /** Of the limits on noise: other samples than those that ranges were measured on have a little more. */
    private static final double OTHER_SAMPLES = 0.8;

    private static final double HALF = 0.5;

    /** As a ratio of errors. */
    private static final double ONE_DECIBEL = Math.pow(10, -1 / 20.0);

    private final AgreementLimits limits;

    LimitUse(AgreementLimits limits) {
        AgreementLimits less = limits.times(OTHER_SAMPLES);
        this.limits = new AgreementLimits(
                limits.mostTop1Loss(),
                limits.confidence(),
                limits.mostChangedClasses(),
                limits.mostChangedSequences(),
                less.mostProbabilityDifference(),
                less.leastSqnrDb(),
                less.leastSampleSqnrDb());
    }

    /** Whether every output keeps its limit with something in reserve. */
    boolean isSafe(List<OutputAgreement> outputs) {
        return outputs.stream().allMatch(output -> of(output) <= reserve(output));
    }

    /** Of the output that uses most; 0 without any. */
    double of(List<OutputAgreement> outputs) {
        return outputs.stream().mapToDouble(this::of).max().orElse(0);
    }

    /** Below that nothing more has to be won: the samples that choices are made on are not those that count. */
    static double reserve(OutputAgreement output) {
        return switch (output.kind()) {
            case CLASSES, SEQUENCES -> HALF;
            case PROBABILITIES, VALUES -> ONE_DECIBEL;
        };
    }

    double of(OutputAgreement output) {
        if (!output.finite()) {
            return Double.MAX_VALUE;
        }
        return switch (output.kind()) {
            case CLASSES -> changed(output) / limits.mostChangedClasses();
            case SEQUENCES -> changed(output) / limits.mostChangedSequences();
            case PROBABILITIES ->
                output.differenceP99() == null ? 0 : output.differenceP99() / limits.mostProbabilityDifference();
            case VALUES ->
                Math.max(
                        noise(output.sqnrDb(), limits.leastSqnrDb()),
                        noise(output.worstSampleSqnrDb(), limits.leastSampleSqnrDb()));
        };
    }

    private static double changed(OutputAgreement output) {
        return output.answers() == 0
                ? 0
                : new Proportion(output.changedAnswers(), output.answers()).atLeast(CONFIDENCE);
    }

    private static double noise(Double decibel, double least) {
        return decibel == null ? 0 : Math.pow(10, (least - decibel) / 20);
    }
}
