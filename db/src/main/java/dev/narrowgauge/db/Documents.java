package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.settings.Stored;
import java.util.List;
import java.util.Map;

/**
 * Documents in and out of the database: recipes and policies as the JSON a user writes, with every setting spelled out. Other
 * versions of this program may have written them, so that nothing they hold may make a row unreadable.
 */
public final class Documents {
    private Documents() {}

    public static String write(Policy policy) {
        return write(policy.toStored());
    }

    /** Equal recipes give equal texts. */
    public static String write(Recipe recipe) {
        return write(recipe.toStored());
    }

    static String write(Stored<?> document) {
        return Json.write(document.document());
    }

    static String write(List<Stored<Recipe>> recipes) {
        return Json.write(recipes.stream().map(Stored::document).toList());
    }

    static Stored<Policy> readPolicy(String json) {
        return Policy.fromStored(Json.read(json, new TypeReference<Map<String, Object>>() {}));
    }

    static Stored<Recipe> readRecipe(String json) {
        return Recipe.fromStored(Json.read(json, new TypeReference<Map<String, Object>>() {}));
    }

    static List<Stored<Recipe>> readRecipes(String json) {
        List<Map<String, Object>> maps = Json.read(json, new TypeReference<List<Map<String, Object>>>() {});
        return maps.stream().map(Recipe::fromStored).toList();
    }

    /** Fails with {@code DOCUMENT_TOO_NEW} where only a newer version of this program can read what is there. */
    static void requireKnown(String noun, int version, int newest) {
        if (version > newest) {
            throw Stored.tooNew(noun, version, newest);
        }
    }
}
