package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.DocumentSchema;
import java.util.Map;

/** The JSON schema of recipes, for editors and for whoever checks recipes without this program. */
public final class RecipeSchema {
    private RecipeSchema() {}

    /** As nested maps and lists, in a fixed order. */
    public static Map<String, Object> document() {
        return DocumentSchema.of(
                "recipe",
                "Recipe",
                "How to make one variant of a model. What is absent has the value that is right for the target.",
                RecipeKeys.ALL);
    }
}
