package dev.narrowgauge.engine.runtime.evaluate;

/**
 * What a baseline and a variant answered to the same samples.
 *
 * @param answers number of answers; one per sample unless the model gives several
 * @param labelled whether the counts of correct answers mean anything
 * @param noiseDecibel signal to noise of the first output, see {@link NoiseRatio}
 */
public record PairedResult(
        long answers,
        boolean labelled,
        long baselineCorrect,
        long variantCorrect,
        long onlyVariantCorrect,
        long onlyBaselineCorrect,
        long flips,
        double noiseDecibel) {}
