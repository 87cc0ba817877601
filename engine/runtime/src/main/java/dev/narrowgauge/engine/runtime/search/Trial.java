package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.SearchStep;
import dev.narrowgauge.engine.runtime.evaluate.ComparedOutput;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A variant that was made and looked at.
 *
 * @param what it is, for a person
 * @param recipe makes the same variant again
 * @param outputs how far each is from the float model's, on the samples that choices are made on
 * @param use of the limits, see {@link LimitUse}
 * @param costRatio counted cost of it / of the float model; null where that is not known
 */
public record Trial(
        String what,
        Recipe recipe,
        FusionRounds variant,
        List<ComparedOutput> outputs,
        double use,
        Double costRatio,
        long bytes) {
    private static final double LEAST_GAIN = 0.05;

    /** Of a limit, as a ratio of errors. */
    private static final double CLEARLY = 0.5;

    boolean holds() {
        return use <= 1;
    }

    /** Whether half the noise is allowed that is there, and it is cheaper: no other variant is worth much more. */
    boolean clearlyHolds() {
        return use <= CLEARLY && !bringsNothing();
    }

    boolean isSlower() {
        return costRatio != null && costRatio > 1;
    }

    /** Whether it takes longer than the float model, as far as counting can tell. */
    boolean isClearlySlower() {
        return costRatio != null && costRatio > 1 + LEAST_GAIN;
    }

    /** Whether it might take as long as the float model: what is counted is wrong by that much. */
    boolean bringsNothing() {
        return costRatio != null && costRatio > 1 - LEAST_GAIN;
    }

    /** Of the worst output, in decibel; infinite without noise. */
    double decibel() {
        return outputs.stream()
                .map(output -> output.agreement().sqnrDb())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    SearchStep step() {
        StringBuilder brought = new StringBuilder();
        brought.append(Double.isInfinite(decibel()) ? "no noise" : Numbers.decibel(decibel()));
        outputs.stream()
                .map(ComparedOutput::agreement)
                .filter(output -> output.answers() > 0)
                .forEach(output -> brought.append(", %s of %s answers changed"
                        .formatted(Numbers.count(output.changedAnswers()), Numbers.count(output.answers()))));
        brought.append(
                holds()
                        ? "; expected to keep the limits on others"
                        : "; on other samples %s the allowed error is expected".formatted(times(use)));
        return new SearchStep(what, brought.toString(), false, costRatio);
    }

    private static String times(double ratio) {
        return ratio > 99
                ? "over 99 times"
                : String.format(Locale.ROOT, ratio < 1.95 ? "%.2f times" : "%.1f times", ratio);
    }
}
