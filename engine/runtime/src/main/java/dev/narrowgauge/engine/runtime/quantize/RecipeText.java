package dev.narrowgauge.engine.runtime.quantize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.Map;

/** A recipe as JSON text. */
final class RecipeText {
    private RecipeText() {}

    /** @param json empty takes the default recipe */
    static Recipe parse(String json) {
        if (json.isBlank()) {
            return Recipe.INT8_STATIC;
        }
        try {
            Map<String, Object> map = new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readValue(json, new TypeReference<>() {});
            return requireMeasurable(Recipe.fromMap(map == null ? Map.of() : map));
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_UNREADABLE, "The recipe is not a JSON object: " + e.getOriginalMessage() + ".", e);
        }
    }

    /** A variant is checked and measured on the samples of its baseline, which are of the baseline's types. */
    private static Recipe requireMeasurable(Recipe recipe) {
        if (!recipe.keepIoTypes()) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'keepIoTypes' is false; a variant with other input types cannot be compared with its"
                            + " baseline on the same samples yet, so leave it true.");
        }
        return recipe;
    }
}
