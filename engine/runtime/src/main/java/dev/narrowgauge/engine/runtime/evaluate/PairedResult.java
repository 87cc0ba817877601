package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.report.SequenceReport;
import dev.narrowgauge.domain.stats.PairedProportions;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * What a baseline and a variant answered to the same samples.
 *
 * @param answers number of answers that labels are of; one per sample unless the model gives several
 * @param labelled whether the counts of correct answers mean anything
 * @param flips answers of the first output that differ; 0 where that output gives no answers
 * @param outputs how far each output is from the baseline's, the first output first; empty without a variant
 * @param sequence how far where states are fed back; null where there are none
 * @param measured everything that was answered; null where only outputs were compared
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
        List<OutputAgreement> outputs,
        SequenceReport sequence,
        MeasuredAnswers measured) {

    public PairedResult {
        outputs = List.copyOf(outputs);
    }

    PairedResult(
            long samples,
            long answers,
            boolean labelled,
            long baselineCorrect,
            long variantCorrect,
            long onlyVariantCorrect,
            long onlyBaselineCorrect,
            long flips,
            List<OutputAgreement> outputs) {
        this(
                samples,
                answers,
                labelled,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                flips,
                outputs,
                null,
                null);
    }

    /** The same with what came of feeding states back. */
    public PairedResult withSequence(Optional<SequenceReport> report) {
        return new PairedResult(
                samples,
                answers,
                labelled,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                flips,
                outputs,
                report.orElse(null),
                measured);
    }

    /** The same with everything that was answered. */
    PairedResult withAnswers(MeasuredAnswers answers) {
        return new PairedResult(
                samples,
                this.answers,
                labelled,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                flips,
                outputs,
                sequence,
                answers);
    }

    /** By every measure that suits what the models answer. */
    public AccuracyMetrics metrics() {
        return measured == null ? AccuracyMetrics.NONE : measured.metrics();
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
        Evaluated.Builder message = compared();
        if (measured != null) {
            measured.addTo(message);
        }
        return message.build();
    }

    /** How far outputs and sequences are, without the metrics, which take longer than that. */
    public Evaluated toComparedMessage() {
        return compared().build();
    }

    private Evaluated.Builder compared() {
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
        if (sequence != null) {
            message.setSequence(sequenceMessage());
        }
        return message;
    }

    private Sequence sequenceMessage() {
        return Sequence.newBuilder()
                .setDrift(sequence.drift().name())
                .setSentence(sequence.sentence())
                .setAstray(sequence.astray())
                .build();
    }
}
