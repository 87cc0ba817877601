package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Quantity;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Accuracy of a variant against its baseline, in words for a person and as a document. */
final class AccuracyText {
    private static final double CONFIDENCE = 0.95;

    private AccuracyText() {}

    static void print(PrintWriter output, AccuracyEvidence accuracy) {
        if (accuracy.labelled()) {
            output.printf(
                    "top-1        %s -> %s, loss %s (95 %%)%n",
                    Quantity.percent((double) accuracy.baselineCorrect() / accuracy.samples()),
                    Quantity.percent((double) accuracy.variantCorrect() / accuracy.samples()),
                    Quantity.points(accuracy.paired().loss(CONFIDENCE)));
        }
        output.printf("flips        %d of %d samples%n", accuracy.flips(), accuracy.samples());
    }

    static Map<String, Object> document(AccuracyEvidence accuracy) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("samples", accuracy.samples());
        if (accuracy.labelled()) {
            document.put("baselineTop1", (double) accuracy.baselineCorrect() / accuracy.samples());
            document.put("top1", (double) accuracy.variantCorrect() / accuracy.samples());
            document.put("loss", IntervalDocument.of(accuracy.paired().loss(CONFIDENCE)));
        }
        document.put("flips", accuracy.flips());
        document.put("outputSqnrDb", accuracy.outputSqnrDb());
        return document;
    }
}
