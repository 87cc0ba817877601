package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.SearchEffort;
import dev.narrowgauge.domain.report.SearchStep;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.util.List;
import java.util.Optional;

/**
 * What a search came to.
 *
 * @param recipe makes the variant again without a search
 * @param decisions what was decided and why, a sentence each
 * @param steps what was tried, in order; empty where nothing was open
 * @param effort of trying; empty where nothing was open
 */
public record ChosenVariant(
        Recipe recipe,
        FusionRounds variant,
        List<String> decisions,
        List<SearchStep> steps,
        Optional<SearchEffort> effort) {
    public ChosenVariant {
        decisions = List.copyOf(decisions);
        steps = List.copyOf(steps);
    }

    /** Where there was nothing to search for. */
    public ChosenVariant(Recipe recipe, FusionRounds variant, List<String> decisions) {
        this(recipe, variant, decisions, List.of(), Optional.empty());
    }
}
