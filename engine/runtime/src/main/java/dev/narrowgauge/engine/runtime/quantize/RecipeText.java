package dev.narrowgauge.engine.runtime.quantize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.Map;

/**
 * A recipe as JSON text.
 *
 * @param written what stands in the text
 * @param recipe with what follows from that; a target that is not written is this machine
 */
record RecipeText(Map<String, Object> written, Recipe recipe) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** @param json empty takes the default recipe */
    static Recipe parse(String json) {
        return of(json).recipe();
    }

    static RecipeText of(String json) {
        Map<String, Object> written = map(json);
        return new RecipeText(written, Recipe.fromMap(written, ProcessorFeatures.targetOfThisMachine()));
    }

    static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + value, e);
        }
    }

    private static Map<String, Object> map(String json) {
        if (json.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, Object> map = MAPPER.readValue(json, new TypeReference<>() {});
            return map == null ? Map.of() : map;
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_UNREADABLE, "The recipe is not a JSON object: " + e.getOriginalMessage() + ".", e);
        }
    }
}
