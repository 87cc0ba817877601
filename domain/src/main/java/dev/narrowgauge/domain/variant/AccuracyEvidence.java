package dev.narrowgauge.domain.variant;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.List;

/**
 * Baseline and variant on the same evaluation samples on one node.
 *
 * @param labelled without labels only flips and SQNR are known, and the correct counts are 0
 * @param onlyVariantCorrect answers that only the variant gets right
 * @param onlyBaselineCorrect answers that only the baseline gets right
 * @param flips answers of the first output that differ
 * @param outputSqnrDb signal to quantization noise of the first output, dB; null when the outputs are bit-equal
 * @param answers of the first output: one for each sample unless the model gives several
 * @param outputs how far each output is from the baseline's; empty where that was not measured
 * @param astray which output is destroyed where the variant's own state is fed back to it, a sentence; empty where none is
 * @param metrics by every measure that suits what the models answer
 * @param answerArchive what was answered, as {@link dev.narrowgauge.domain.accuracy.AnswerArchive} reads it, from which the metrics
 *     follow; null where it was not kept
 */
public record AccuracyEvidence(
        long samples,
        boolean labelled,
        long baselineCorrect,
        long variantCorrect,
        long onlyVariantCorrect,
        long onlyBaselineCorrect,
        long flips,
        Double outputSqnrDb,
        long answers,
        List<OutputAgreement> outputs,
        String astray,
        AccuracyMetrics metrics,
        String answerArchive) {
    public AccuracyEvidence {
        // As in what was stored before several answers of a sample, and outputs beyond the first, were told apart, and
        // states fed
        // back.
        answers = answers == 0 ? samples : answers;
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
        astray = astray == null ? "" : astray;
        metrics = metrics == null ? AccuracyMetrics.NONE : metrics;
        if (samples < 1) {
            throw new IllegalArgumentException("no samples");
        }
        if (labelled && variantCorrect - baselineCorrect != onlyVariantCorrect - onlyBaselineCorrect) {
            throw new IllegalArgumentException("counts disagree: %d - %d is not %d - %d"
                    .formatted(variantCorrect, baselineCorrect, onlyVariantCorrect, onlyBaselineCorrect));
        }
    }

    /** Of which nothing is known beyond the first output, with an answer for each sample. */
    public AccuracyEvidence(
            long samples,
            boolean labelled,
            long baselineCorrect,
            long variantCorrect,
            long onlyVariantCorrect,
            long onlyBaselineCorrect,
            long flips,
            Double outputSqnrDb) {
        this(
                samples,
                labelled,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                flips,
                outputSqnrDb,
                samples,
                List.of(),
                "");
    }

    /** Of which nothing is known but top-1 and the outputs. */
    public AccuracyEvidence(
            long samples,
            boolean labelled,
            long baselineCorrect,
            long variantCorrect,
            long onlyVariantCorrect,
            long onlyBaselineCorrect,
            long flips,
            Double outputSqnrDb,
            long answers,
            List<OutputAgreement> outputs,
            String astray) {
        this(
                samples,
                labelled,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                flips,
                outputSqnrDb,
                answers,
                outputs,
                astray,
                AccuracyMetrics.NONE,
                null);
    }

    public PairedProportions paired() {
        return new PairedProportions(answers, onlyVariantCorrect, onlyBaselineCorrect);
    }
}
