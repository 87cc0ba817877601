package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;

/**
 * How much of a variant the ranking of its nodes covers.
 *
 * @param quantized nodes in integers or half precision
 * @param ranked those of them that have a place in the ranking
 * @param measured ranked nodes that were followed to the outputs
 * @param estimated the other ranked nodes
 * @param absorbed nodes that disappear in the kernel of a quantized one, and are ranked with it
 * @param unquantized nodes that compute as in the float model
 * @param samples that were looked at
 * @param runs what it cost, in runs of one sample through the float model
 * @param sentence all this in words, or why there is no ranking
 * @param readyRecipe what to do about the worst of them; null where nothing is worth it
 */
public record RankingReport(
        int quantized,
        int ranked,
        int measured,
        int estimated,
        int absorbed,
        int unquantized,
        int samples,
        double runs,
        String sentence,
        ReadyRecipeReport readyRecipe) {
    public RankingReport {
        requireNonNull(sentence, "sentence is null");
        if (measured + estimated != ranked) {
            throw new IllegalArgumentException(measured + " and " + estimated + " are not " + ranked);
        }
    }

    public static RankingReport of(
            int quantized, int ranked, int measured, int absorbed, int unquantized, int samples, double runs) {
        int estimated = ranked - measured;
        String how = estimated == 0 ? "all measured" : measured + " measured, " + estimated + " estimated";
        String rest = absorbed == 0 ? "" : absorbed + " more are part of their kernels, and ";
        return new RankingReport(
                quantized,
                ranked,
                measured,
                estimated,
                absorbed,
                unquantized,
                samples,
                runs,
                "Ranked %d of %s, %s on %s; %s%d of the model's %s are not quantized."
                        .formatted(
                                ranked,
                                Numbers.counted(quantized, "quantized node"),
                                how,
                                Numbers.counted(samples, "sample"),
                                rest,
                                unquantized,
                                Numbers.counted(quantized + absorbed + unquantized, "node")),
                null);
    }

    /** Of a variant that has no ranking. */
    public static RankingReport none(int quantized, int absorbed, int unquantized, String reason) {
        return new RankingReport(quantized, 0, 0, 0, absorbed, unquantized, 0, 0, reason, null);
    }

    public RankingReport with(ReadyRecipeReport recipe) {
        return new RankingReport(
                quantized, ranked, measured, estimated, absorbed, unquantized, samples, runs, sentence, recipe);
    }
}
