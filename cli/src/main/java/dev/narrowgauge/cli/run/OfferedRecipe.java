package dev.narrowgauge.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/**
 * A recipe that a verdict offers where a variant lost accuracy.
 *
 * @param variant name of the recipe that lost it
 * @param expected what the other one brings and costs, a sentence
 */
public record OfferedRecipe(String variant, String expected, JsonNode recipe) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    /** One for each variant, on however many devices it lost. */
    public static List<OfferedRecipe> of(JsonNode document) {
        return document.path("variants")
                .valueStream()
                .filter(OfferedRecipe::isToBeMended)
                .map(row -> new OfferedRecipe(
                        row.path("recipe").asText(),
                        row.at("/further/loss/remedy/expected").asText(),
                        row.at("/further/loss/remedy/recipe")))
                .distinct()
                .toList();
    }

    private static boolean isToBeMended(JsonNode row) {
        return row.at("/further/loss/remedy/recipe").isObject()
                && row.path("rules").valueStream().anyMatch(rule -> rule.hasNonNull("cause"));
    }

    public String yaml() {
        try {
            return YAML.writeValueAsString(recipe);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("what was JSON cannot be written as YAML", failure);
        }
    }
}
