package dev.narrowgauge.api.recipe;

import dev.narrowgauge.domain.recipe.Recipe;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client asks about a recipe. */
@Schema(requiredProperties = "recipe")
public record RecipeRequest(
        @Schema(implementation = Recipe.class) Map<String, Object> recipe,

        @Schema(
                description =
                        "SHA-256 of an uploaded model; to explain needs one, to validate also looks for what it names",
                pattern = "^[0-9a-f]{64}$")
        String modelId,

        @Schema(
                description =
                        "SHA-256 of an uploaded dataset, whose samples let preparation rewrite what it rewrites in a"
                                + " run; absent, it rewrites less",
                pattern = "^[0-9a-f]{64}$")
        String calibrationDatasetId,

        @Schema(description = "What a recipe without a target is made for; absent or empty: any CPU")
        List<String> deviceClasses) {}
