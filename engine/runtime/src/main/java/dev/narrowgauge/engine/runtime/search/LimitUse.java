package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.stats.Proportion;
import dev.narrowgauge.engine.runtime.evaluate.ComparedOutput;
import java.util.List;

/**
 * How much of its limit a variant uses up, as a ratio of errors: 1 where it is expected to reach the limit on other
 * samples, above 1 beyond. Noise counts by its
 * amplitude, to which changed answers are proportional, too, while there are few.
 */
final class LimitUse {
    /**
     * Of few samples a changed answer or two are chance: what counts is the share that is expected, and what was counted only
     * where that is unlikely to be less.
     */
    private static final double CONFIDENCE = 0.9;

    /** Of the limits: other samples than those that ranges were measured on have a little more noise. */
    private static final double OTHER_SAMPLES = 0.8;

    /** Standard errors of a difference of two means that 90 % of other samples stay within. */
    private static final double LIKELY = 1.28 * Math.sqrt(2);

    /** Of the changed answers that are expected: a count of few varies more than a noise. */
    private static final double FEWER_ANSWERS = 0.7;

    /** As a ratio of errors. */
    private static final double ONE_DECIBEL = Math.pow(10, -1 / 20.0);

    private final AgreementLimits limits;
    private final AgreementLimits ofNoise;

    /** Changed answers are foretold for other samples, with care; only of noise something has to be left for those. */
    LimitUse(AgreementLimits limits) {
        this.limits = limits;
        this.ofNoise = limits.times(OTHER_SAMPLES);
    }

    /** Whether every output keeps its limit with something in reserve. */
    boolean isSafe(List<ComparedOutput> outputs) {
        return outputs.stream().allMatch(output -> of(output) <= reserve(output.agreement()));
    }

    /** Of the output that uses most; 0 without any. */
    double of(List<ComparedOutput> outputs) {
        return outputs.stream().mapToDouble(this::of).max().orElse(0);
    }

    /** Below that nothing more has to be won: the samples that choices are made on are not those that count. */
    static double reserve(OutputAgreement output) {
        return switch (output.kind()) {
            case CLASSES, SEQUENCES -> FEWER_ANSWERS;
            case PROBABILITIES, VALUES -> ONE_DECIBEL;
        };
    }

    double of(ComparedOutput compared) {
        OutputAgreement output = compared.agreement();
        if (!output.finite()) {
            return Double.MAX_VALUE;
        }
        return switch (output.kind()) {
            case CLASSES -> changed(compared) / limits.mostChangedClasses();
            case SEQUENCES -> changed(compared) / limits.mostChangedSequences();
            case PROBABILITIES ->
                output.differenceP99() == null ? 0 : output.differenceP99() / ofNoise.mostProbabilityDifference();
            case VALUES ->
                Math.max(
                        noise(output.sqnrDb(), ofNoise.leastSqnrDb()) * Math.sqrt(1 + LIKELY * compared.noiseError()),
                        noise(output.worstSampleSqnrDb(), ofNoise.leastSampleSqnrDb()));
        };
    }

    private static double changed(ComparedOutput output) {
        OutputAgreement agreement = output.agreement();
        if (agreement.answers() == 0) {
            return 0;
        }
        var counted = new Proportion(agreement.changedAnswers(), agreement.answers());
        return Math.clamp(output.expectedChanges(), counted.atLeast(CONFIDENCE), counted.atMost(CONFIDENCE));
    }

    private static double noise(Double decibel, double least) {
        return decibel == null ? 0 : Math.pow(10, (least - decibel) / 20);
    }
}
