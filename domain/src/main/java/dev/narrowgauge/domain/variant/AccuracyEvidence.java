package dev.narrowgauge.domain.variant;

import dev.narrowgauge.domain.stats.PairedProportions;

/**
 * Baseline and variant on the same evaluation samples on one node.
 *
 * @param labelled without labels only flips and SQNR are known, and the correct counts are 0
 * @param onlyVariantCorrect samples that only the variant classifies right
 * @param onlyBaselineCorrect samples that only the baseline classifies right
 * @param flips samples whose predicted class differs
 * @param outputSqnrDb signal to quantization noise of the first output, dB; null when the outputs are bit-equal
 */
public record AccuracyEvidence(
        long samples,
        boolean labelled,
        long baselineCorrect,
        long variantCorrect,
        long onlyVariantCorrect,
        long onlyBaselineCorrect,
        long flips,
        Double outputSqnrDb) {
    public AccuracyEvidence {
        if (samples < 1) {
            throw new IllegalArgumentException("no samples");
        }
        if (labelled && variantCorrect - baselineCorrect != onlyVariantCorrect - onlyBaselineCorrect) {
            throw new IllegalArgumentException("counts disagree: %d - %d is not %d - %d"
                    .formatted(variantCorrect, baselineCorrect, onlyVariantCorrect, onlyBaselineCorrect));
        }
    }

    public PairedProportions paired() {
        return new PairedProportions(samples, onlyVariantCorrect, onlyBaselineCorrect);
    }
}
