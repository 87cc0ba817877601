package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Spells a recipe out as nested maps with the keys that {@link RecipeReader} reads. */
final class RecipeWriter {
    private RecipeWriter() {}

    static Map<String, Object> write(Recipe recipe) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", recipe.name());
        map.put("precision", Section.word(recipe.precision()));
        map.put(
                "activations",
                ordered(
                        "type",
                        Section.word(recipe.activations().type()),
                        "symmetric",
                        recipe.activations().symmetric()));
        map.put(
                "weights",
                ordered(
                        "type",
                        Section.word(recipe.weights().type()),
                        "granularity",
                        Section.word(recipe.weights().granularity())));
        map.put("calibration", new LinkedHashMap<>(Map.of("method", Section.word(recipe.calibration()))));
        map.put("include", selection(recipe.include()));
        map.put("exclude", selection(recipe.exclude()));
        map.put("keepIoTypes", recipe.keepIoTypes());
        return map;
    }

    private static Map<String, Object> selection(NodeSelection selection) {
        return ordered("opTypes", selection.opTypes(), "nodes", selection.nodes());
    }

    private static Map<String, Object> ordered(String key1, Object value1, String key2, Object value2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key1, value1);
        map.put(key2, value2);
        return map;
    }
}
