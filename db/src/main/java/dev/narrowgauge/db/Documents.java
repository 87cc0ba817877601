package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.List;
import java.util.Map;

/** Recipes and policies as the JSON a user writes, with every setting spelled out. */
public final class Documents {
    private Documents() {}

    public static String write(Policy policy) {
        return Json.write(policy.toMap());
    }

    static Policy readPolicy(String json) {
        return Policy.fromMap(Json.read(json, new TypeReference<Map<String, Object>>() {}));
    }

    /** Equal recipes give equal texts. */
    public static String write(Recipe recipe) {
        return Json.write(recipe.toMap());
    }

    static String write(List<Recipe> recipes) {
        return Json.write(recipes.stream().map(Recipe::toMap).toList());
    }

    static Recipe readRecipe(String json) {
        return Recipe.fromMap(Json.read(json, new TypeReference<Map<String, Object>>() {}));
    }

    static List<Recipe> readRecipes(String json) {
        List<Map<String, Object>> maps = Json.read(json, new TypeReference<List<Map<String, Object>>>() {});
        return maps.stream().map(Recipe::fromMap).toList();
    }
}
