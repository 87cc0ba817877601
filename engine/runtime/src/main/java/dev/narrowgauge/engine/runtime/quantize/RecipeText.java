package dev.narrowgauge.engine.runtime.quantize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Format;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.Map;

/** A recipe as JSON text. */
final class RecipeText {
    private RecipeText() {}

    /** @param json empty takes the default recipe */
    static Recipe parse(String json) {
        if (json.isBlank()) {
            return Recipe.DEFAULT;
        }
        try {
            Map<String, Object> map = new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readValue(json, new TypeReference<>() {});
            return requireSupported(Recipe.fromMap(map == null ? Map.of() : map));
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_UNREADABLE, "The recipe is not a JSON object: " + e.getOriginalMessage() + ".", e);
        }
    }

    /** What the engine does not do yet. */
    private static Recipe requireSupported(Recipe recipe) {
        refuse(recipe.format() == Format.QOPERATOR, "format", "qoperator");
        refuse(recipe.activations().type().bits() > 8, "activations.type", "a type of 16 bits");
        return recipe;
    }

    private static void refuse(boolean unsupported, String key, String value) {
        if (unsupported) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's '" + key + "' is " + value + ", which this engine does not support; leave it out.");
        }
    }
}
