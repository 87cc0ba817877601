package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spells a recipe out as nested maps with the keys that {@link RecipeReader} reads. The version is left out: where there is
 * none it is 1, which programs understand that know of no versions.
 */
final class RecipeWriter {
    private RecipeWriter() {}

    static Map<String, Object> write(Recipe recipe) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", recipe.name());
        map.put("target", Section.word(recipe.target()));
        map.put("precision", Section.word(recipe.precision()));
        map.put("mode", Section.word(recipe.mode()));
        map.put("format", Section.word(recipe.format()));
        map.put("activations", activations(recipe.activations()));
        map.put("weights", weights(recipe.weights()));
        map.put("calibration", calibration(recipe.calibration()));
        map.put("include", selection(recipe.include()));
        map.put("exclude", selection(recipe.exclude()));
        map.put("overrides", overrides(recipe.overrides()));
        map.put("keepIoTypes", recipe.keepIoTypes());
        return map;
    }

    private static Map<String, Object> activations(ActivationSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", Section.word(settings.type()));
        map.put("symmetric", settings.symmetric());
        return map;
    }

    private static Map<String, Object> weights(WeightSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", Section.word(settings.type()));
        map.put("granularity", Section.word(settings.granularity()));
        map.put("reducedRange", settings.reducedRange());
        return map;
    }

    private static Map<String, Object> calibration(CalibrationSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", Section.word(settings.method()));
        map.put("percentile", settings.percentile());
        map.put("holdOut", settings.holdOut());
        return map;
    }

    private static Map<String, Object> selection(NodeSelection selection) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("opTypes", selection.opTypes());
        map.put("nodes", selection.nodes());
        return map;
    }

    private static Map<String, Object> overrides(Overrides overrides) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "nodes",
                overrides.nodes().stream().map(RecipeWriter::nodeOverride).toList());
        map.put(
                "tensors",
                overrides.tensors().stream().map(RecipeWriter::tensorOverride).toList());
        return map;
    }

    private static Map<String, Object> nodeOverride(NodeOverride override) {
        Map<String, Object> weights = new LinkedHashMap<>();
        putWord(weights, "type", override.weightType());
        putWord(weights, "granularity", override.granularity());
        override.reducedRange().ifPresent(reduced -> weights.put("reducedRange", reduced));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("match", override.match());
        putWord(map, "placement", override.placement());
        if (!weights.isEmpty()) {
            map.put("weights", weights);
        }
        return map;
    }

    private static Map<String, Object> tensorOverride(TensorOverride override) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("match", override.match());
        override.range().ifPresent(range -> {
            map.put("minimum", (double) range.minimum());
            map.put("maximum", (double) range.maximum());
        });
        putWord(map, "method", override.method());
        putWord(map, "type", override.type());
        override.symmetric().ifPresent(symmetric -> map.put("symmetric", symmetric));
        return map;
    }

    private static <E extends Enum<E>> void putWord(Map<String, Object> map, String key, Optional<E> value) {
        value.ifPresent(constant -> map.put(key, Section.word(constant)));
    }
}
