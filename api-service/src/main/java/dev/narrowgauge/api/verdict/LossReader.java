package dev.narrowgauge.api.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.LossCause;
import dev.narrowgauge.domain.gate.LossCause.Remedy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.SensitivityReport;
import java.util.List;
import java.util.Map;

/** What the quality report of a variant says of the layers that cost its outputs most; reports of any version. */
final class LossReader {
    private static final JsonMapper MAPPER = new JsonMapper();

    private LossReader() {}

    /** @param report JSON, as the engine wrote it; null where none was kept */
    static LossCause read(String report) {
        if (report == null || report.isBlank()) {
            return LossCause.unknown("No quality report of the variant was kept.");
        }
        try {
            return cause(MAPPER.readTree(report));
        } catch (JsonProcessingException _) {
            return LossCause.unknown("The quality report of the variant cannot be read.");
        }
    }

    private static LossCause cause(JsonNode report) {
        JsonNode ranking = report.path("ranking");
        String sentence = ranking.path("sentence").asText("");
        List<SensitivityReport> layers = report.path("sensitivity")
                .valueStream()
                .filter(LossReader::costsSomething)
                .map(LossReader::layer)
                .limit(LossCause.MOST)
                .toList();
        if (sentence.isEmpty()) {
            return LossCause.unknown("The quality report of the variant has no ranking of its nodes.");
        }
        return layers.isEmpty()
                ? LossCause.unknown(sentence)
                : new LossCause(layers, sentence, remedy(ranking.path("readyRecipe")));
    }

    private static boolean costsSomething(JsonNode node) {
        return node.path("node").isTextual()
                && node.path("opType").isTextual()
                && node.path("noiseShare").asDouble() > 0;
    }

    private static SensitivityReport layer(JsonNode node) {
        return new SensitivityReport(
                node.path("node").asText(),
                node.path("opType").asText(),
                node.path("sqnrDb").isNumber() ? node.path("sqnrDb").asDouble() : null,
                node.path("noiseShare").asDouble(),
                node.path("measured").asBoolean());
    }

    /** None of a newer kind than can be asked for here. */
    private static Remedy remedy(JsonNode ready) {
        if (!ready.path("recipe").isObject() || !ready.path("sentence").isTextual()) {
            return null;
        }
        Map<String, Object> recipe = MAPPER.convertValue(ready.path("recipe"), new TypeReference<>() {});
        try {
            Recipe.fromMap(recipe);
            return new Remedy(recipe, ready.path("sentence").asText());
        } catch (NarrowgaugeException _) {
            return null;
        }
    }
}
