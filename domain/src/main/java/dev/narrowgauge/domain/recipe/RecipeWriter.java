package dev.narrowgauge.domain.recipe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Spells a recipe out as nested maps with the keys that {@link RecipeReader} reads. */
final class RecipeWriter {
    private RecipeWriter() {}

    static Map<String, Object> write(Recipe recipe) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", recipe.name());
        map.put("precision", word(recipe.precision()));
        map.put(
                "activations",
                ordered(
                        "type",
                        word(recipe.activations().type()),
                        "symmetric",
                        recipe.activations().symmetric()));
        map.put(
                "weights",
                ordered(
                        "type",
                        word(recipe.weights().type()),
                        "granularity",
                        word(recipe.weights().granularity())));
        map.put("calibration", new LinkedHashMap<>(Map.of("method", word(recipe.calibration()))));
        map.put("include", selection(recipe.include()));
        map.put("exclude", selection(recipe.exclude()));
        map.put("keepIoTypes", recipe.keepIoTypes());
        return map;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
