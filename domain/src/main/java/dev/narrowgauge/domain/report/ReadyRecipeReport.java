package dev.narrowgauge.domain.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recipe that leaves the worst nodes of a variant in float, made and tried on a few samples: not yet judged.
 *
 * @param recipe what is to be written in it; everything but the overrides is as for the present variant
 * @param toFloat the nodes that it leaves in float, the worst first
 * @param present of the variant that the report is of
 * @param expected of the variant that the recipe makes
 * @param samples that both were run on
 * @param sentence what it brings and costs
 */
public record ReadyRecipeReport(
        Map<String, Object> recipe,
        List<String> toFloat,
        Figures present,
        Figures expected,
        int samples,
        String sentence) {
    /**
     * @param sqnrDb signal to noise, as the mean over the float outputs
     * @param countedCost counted time of one run, as a ratio to the float model's
     * @param bytes of the file
     */
    public record Figures(double sqnrDb, double countedCost, long bytes) {}

    public ReadyRecipeReport {
        recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
        toFloat = List.copyOf(toFloat);
    }

    public static ReadyRecipeReport of(
            Map<String, Object> recipe, List<String> toFloat, Figures present, Figures expected, int samples) {
        return new ReadyRecipeReport(
                recipe, toFloat, present, expected, samples, sentence(toFloat, present, expected, samples));
    }

    private static String sentence(List<String> toFloat, Figures present, Figures expected, int samples) {
        String nodes = toFloat.size() == 1
                ? "'" + toFloat.getFirst() + "'"
                : "the worst " + toFloat.size() + " nodes, '" + toFloat.getFirst() + "' before all,";
        return String.format(
                Locale.ROOT,
                "With %s in float it is expected at %.1f dB instead of %.1f dB (%+.1f dB, on %d sample%s), at %.3f instead of"
                        + " %.3f of FP32's counted cost, with %,d instead of %,d bytes.",
                nodes,
                expected.sqnrDb(),
                present.sqnrDb(),
                expected.sqnrDb() - present.sqnrDb(),
                samples,
                samples == 1 ? "" : "s",
                expected.countedCost(),
                present.countedCost(),
                expected.bytes(),
                present.bytes());
    }
}
