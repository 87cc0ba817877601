package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.proto.engine.Evaluated;

/**
 * What a baseline and a variant answered to the same samples.
 *
 * @param answers number of answers; one per sample unless the model gives several
 * @param labelled whether the counts of correct answers mean anything
 * @param noiseDecibel signal to noise of the first output, see {@link dev.narrowgauge.engine.runtime.verify.NoiseRatio}
 */
public record PairedResult(
        long answers,
        boolean labelled,
        long baselineCorrect,
        long variantCorrect,
        long onlyVariantCorrect,
        long onlyBaselineCorrect,
        long flips,
        double noiseDecibel) {

    public Evaluated toMessage() {
        return Evaluated.newBuilder()
                .setSamples(answers)
                .setHasLabels(labelled)
                .setBaselineCorrect(baselineCorrect)
                .setVariantCorrect(variantCorrect)
                .setOnlyVariantCorrect(onlyVariantCorrect)
                .setOnlyBaselineCorrect(onlyBaselineCorrect)
                .setFlips(flips)
                .setOutputSqnrDb(noiseDecibel)
                .build();
    }
}
