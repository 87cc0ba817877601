package dev.narrowgauge.api.run;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recipes of a submission, each of which makes one variant. */
final class SubmittedRecipes {
    static final int MAX_RECIPES = 32;

    private SubmittedRecipes() {}

    /**
     * The recipes in their order; empty where they have faults, which are added.
     *
     * @param maps as the client sent them
     * @param target of those that name none
     */
    static Optional<List<Recipe>> read(List<Map<String, Object>> maps, Target target, Faults faults) {
        Faults own = new Faults();
        own.check("/recipes", () -> requireCount(maps));
        List<Recipe> recipes = new ArrayList<>();
        for (int i = 0; maps != null && i < Math.min(maps.size(), MAX_RECIPES); i++) {
            String path = "recipes[%d]".formatted(i);
            Map<String, Object> map = maps.get(i);
            String pointer = "/recipes/" + i;
            own.of(pointer, () -> read(path, map, target)).ifPresent(recipe -> {
                recipes.forEach(other -> own.check(pointer, () -> requireDifferent(recipe, other)));
                recipes.add(recipe);
            });
        }
        if (own.isEmpty()) {
            return Optional.of(recipes);
        }
        faults.addAll(own);
        return Optional.empty();
    }

    /** One of them, for any machine; empty where it has faults. */
    static Optional<Recipe> read(List<Map<String, Object>> maps, int index) {
        return new Faults().of(() -> read("recipes[%d]".formatted(index), maps.get(index), Target.GENERIC));
    }

    private static void requireCount(List<Map<String, Object>> maps) {
        if (maps == null || maps.isEmpty() || maps.size() > MAX_RECIPES) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "Field 'recipes' must have 1 to %d recipes.".formatted(MAX_RECIPES));
        }
    }

    private static Recipe read(String path, Map<String, Object> map, Target target) {
        if (map == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "Field '%s' is null; it must be a recipe.".formatted(path));
        }
        PlainText.requireStorable(path, map);
        return Recipe.fromMap(map, target);
    }

    private static void requireDifferent(Recipe recipe, Recipe other) {
        if (recipe.name().equals(other.name())) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "Two recipes have the name '%s'; give each a 'name' of its own, by which the results tell them apart."
                            .formatted(recipe.name()));
        }
        Map<String, Object> settings = recipe.toMap();
        settings.put("name", other.name());
        if (settings.equals(other.toMap())) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipes '%s' and '%s' have the same settings; remove one of them."
                            .formatted(other.name(), recipe.name()));
        }
    }
}
