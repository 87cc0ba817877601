package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

/**
 * How far a variant's output is from its baseline's on the same samples.
 *
 * @param output its name
 * @param samples that were run
 * @param answers classes or sequences that were compared, over all samples; 0 where the output gives neither
 * @param changedAnswers of those, how many differ
 * @param changedSamples samples with at least one changed answer
 * @param sqnrDb signal to noise over all samples, in decibel; null without noise or where not measured
 * @param worstSampleSqnrDb the smallest of any one sample, in decibel; null without noise or where not measured
 * @param differenceP99 99th percentile of the absolute difference between two values; null where not measured
 */
public record OutputAgreement(
        String output,
        OutputKind kind,
        long samples,
        long answers,
        long changedAnswers,
        long changedSamples,
        Double sqnrDb,
        Double worstSampleSqnrDb,
        Double differenceP99) {

    /** What {@code sqnrDb} says where the variant has no finite number and the baseline has one: JSON knows no infinity. */
    public static final double NOT_A_NUMBER_DB = -300;

    public OutputAgreement {
        requireNonNull(output, "output is null");
        requireNonNull(kind, "kind is null");
        if (samples < 1 || answers < 0 || changedAnswers < 0 || changedAnswers > answers || changedSamples > samples) {
            throw new IllegalArgumentException("impossible counts at output %s: %d of %d answers, %d of %d samples"
                    .formatted(output, changedAnswers, answers, changedSamples, samples));
        }
    }

    /** In [0, 1]; 0 where there are no answers. */
    public double changedShare() {
        return answers == 0 ? 0 : (double) changedAnswers / answers;
    }

    /** Whether the variant has a finite number wherever the baseline has one. */
    public boolean finite() {
        return sqnrDb == null || sqnrDb > NOT_A_NUMBER_DB;
    }

    /** Whether it is of no use to anybody: too much noise, or most answers changed, of more than a single one. */
    public boolean destroyed() {
        return switch (kind) {
            case CLASSES, SEQUENCES -> !finite() || changedAnswers > 1 && changedShare() >= Decider.DESTROYED_SHARE;
            case VALUES -> sqnrDb != null && sqnrDb <= Decider.DESTROYED_DB;
            case PROBABILITIES -> !finite();
        };
    }
}
