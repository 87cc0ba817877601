package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.stats.PairedProportions;
import dev.narrowgauge.proto.engine.Evaluated;
import java.util.List;

/**
 * What a baseline and a variant answered to the same samples.
 *
 * @param answers number of answers that labels are of; one per sample unless the model gives several
 * @param labelled whether the counts of correct answers mean anything
 * @param flips answers of the first output that differ; 0 where that output gives no answers
 * @param outputs how far each output is from the baseline's, the first output first; empty without a variant
 */
public record PairedResult(
        long samples,
        long answers,
        boolean labelled,
        long baselineCorrect,
        long variantCorrect,
        long onlyVariantCorrect,
        long onlyBaselineCorrect,
        long flips,
        List<OutputAgreement> outputs) {

    public PairedResult {
        outputs = List.copyOf(outputs);
    }

    /** Null without labels. */
    public PairedProportions proportions() {
        return labelled ? new PairedProportions(answers, onlyVariantCorrect, onlyBaselineCorrect) : null;
    }

    /** Signal to noise of the first output; infinite without noise. */
    public double noiseDecibel() {
        return outputs.isEmpty() || outputs.getFirst().sqnrDb() == null
                ? Double.POSITIVE_INFINITY
                : outputs.getFirst().sqnrDb();
    }

    public Evaluated toMessage() {
        Evaluated.Builder message = Evaluated.newBuilder()
                .setSamples(samples)
                .setAnswers(answers)
                .setHasLabels(labelled)
                .setBaselineCorrect(baselineCorrect)
                .setVariantCorrect(variantCorrect)
                .setOnlyVariantCorrect(onlyVariantCorrect)
                .setOnlyBaselineCorrect(onlyBaselineCorrect)
                .setFlips(flips)
                .setOutputSqnrDb(noiseDecibel());
        outputs.forEach(output -> message.addOutputs(AgreementMessages.of(output)));
        return message.build();
    }
}
