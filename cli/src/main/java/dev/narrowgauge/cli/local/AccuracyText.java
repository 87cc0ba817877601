package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Evaluated;
import java.util.LinkedHashMap;
import java.util.Map;

/** Accuracy of a variant against its baseline, in words for a person and as a document. */
final class AccuracyText {
    private static final double CONFIDENCE = 0.95;

    private AccuracyText() {}

    static void print(Screen screen, Evaluated evaluated) {
        AccuracyEvidence accuracy = EngineEvidence.of(evaluated);
        if (accuracy.labelled()) {
            screen.line(
                    "top-1",
                    "%s -> %s, loss %s (%s interval)"
                            .formatted(
                                    Numbers.percentInColumn((double) accuracy.baselineCorrect() / accuracy.answers()),
                                    Numbers.percentInColumn((double) accuracy.variantCorrect() / accuracy.answers()),
                                    Numbers.points(accuracy.paired().loss(CONFIDENCE)),
                                    Numbers.percent(CONFIDENCE)));
        }
        if (accuracy.outputs().isEmpty()) {
            screen.line("flips", "%d of %d answers".formatted(accuracy.flips(), accuracy.answers()));
        }
        accuracy.outputs().forEach(output -> screen.line("output SQNR", sentence(output)));
        MetricText.print(screen, accuracy.metrics());
    }

    private static String sentence(OutputAgreement output) {
        String values = output.sqnrDb() == null
                ? "bit-equal"
                : "%s (worst sample %s)"
                        .formatted(
                                Numbers.decibel(output.sqnrDb()),
                                output.worstSampleSqnrDb() == null
                                        ? "without noise"
                                        : Numbers.decibel(output.worstSampleSqnrDb()));
        return switch (output.kind()) {
            case CLASSES, SEQUENCES ->
                "%s of %s; %s of %s answers differ, in %s of %s samples"
                        .formatted(
                                values,
                                output.output(),
                                Numbers.count(output.changedAnswers()),
                                Numbers.count(output.answers()),
                                Numbers.count(output.changedSamples()),
                                Numbers.count(output.samples()));
            case PROBABILITIES, VALUES -> values + " of " + output.output();
        };
    }

    static String decibel(double decibel) {
        if (Double.isNaN(decibel)) {
            return "unknown, nothing was run";
        }
        return Double.isInfinite(decibel) ? "bit-equal" : Numbers.decibel(decibel);
    }

    static Map<String, Object> document(AccuracyEvidence accuracy) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("samples", accuracy.samples());
        if (accuracy.labelled()) {
            document.put("baselineTop1", (double) accuracy.baselineCorrect() / accuracy.answers());
            document.put("top1", (double) accuracy.variantCorrect() / accuracy.answers());
            document.put("loss", IntervalDocument.of(accuracy.paired().loss(CONFIDENCE)));
        }
        document.put("flips", accuracy.flips());
        document.put("outputSqnrDb", accuracy.outputSqnrDb());
        document.put("metrics", accuracy.metrics().metrics());
        document.put("worstSlices", accuracy.metrics().worstSlices());
        document.put("slices", accuracy.metrics().slices());
        return document;
    }
}
