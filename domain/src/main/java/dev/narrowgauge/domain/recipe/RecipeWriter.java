package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spells a recipe out as nested maps with its {@link RecipeKeys}. The version is left out: where there is
 * none it is 1, which programs understand that know of no versions.
 */
final class RecipeWriter {
    private RecipeWriter() {}

    static Map<String, Object> write(Recipe recipe) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.NAME.name(), recipe.name());
        map.put(RecipeKeys.TARGET.name(), Section.word(recipe.target()));
        map.put(RecipeKeys.PRECISION.name(), Section.word(recipe.precision()));
        map.put(RecipeKeys.MODE.name(), Section.word(recipe.mode()));
        map.put(RecipeKeys.FORMAT.name(), Section.word(recipe.format()));
        map.put(RecipeKeys.ACTIVATIONS.name(), activations(recipe.activations()));
        map.put(RecipeKeys.WEIGHTS.name(), weights(recipe.weights()));
        map.put(RecipeKeys.CALIBRATION.name(), calibration(recipe.calibration()));
        map.put(RecipeKeys.INCLUDE.name(), selection(recipe.include()));
        map.put(RecipeKeys.EXCLUDE.name(), selection(recipe.exclude()));
        map.put(RecipeKeys.OVERRIDES.name(), overrides(recipe.overrides()));
        map.put(RecipeKeys.KEEP_IO_TYPES.name(), recipe.keepIoTypes());
        return map;
    }

    private static Map<String, Object> activations(ActivationSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.ACTIVATION_TYPE.name(), Section.word(settings.type()));
        map.put(RecipeKeys.SYMMETRIC.name(), settings.symmetric());
        return map;
    }

    private static Map<String, Object> weights(WeightSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.WEIGHT.type().name(), Section.word(settings.type()));
        map.put(RecipeKeys.WEIGHT.granularity().name(), Section.word(settings.granularity()));
        map.put(RecipeKeys.WEIGHT.reducedRange().name(), settings.reducedRange());
        return map;
    }

    private static Map<String, Object> calibration(CalibrationSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.METHOD.name(), Section.word(settings.method()));
        map.put(RecipeKeys.PERCENTILE.name(), settings.percentile());
        map.put(RecipeKeys.HOLD_OUT.name(), settings.holdOut());
        return map;
    }

    private static Map<String, Object> selection(NodeSelection selection) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.OP_TYPES.name(), selection.opTypes());
        map.put(RecipeKeys.NODES.name(), selection.nodes());
        return map;
    }

    private static Map<String, Object> overrides(Overrides overrides) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                RecipeKeys.NODE_OVERRIDES.name(),
                overrides.nodes().stream().map(RecipeWriter::nodeOverride).toList());
        map.put(
                RecipeKeys.TENSOR_OVERRIDES.name(),
                overrides.tensors().stream().map(RecipeWriter::tensorOverride).toList());
        return map;
    }

    private static Map<String, Object> nodeOverride(NodeOverride override) {
        Map<String, Object> weights = new LinkedHashMap<>();
        putWord(weights, RecipeKeys.OTHER_WEIGHT.type(), override.weightType());
        putWord(weights, RecipeKeys.OTHER_WEIGHT.granularity(), override.granularity());
        override.reducedRange()
                .ifPresent(reduced ->
                        weights.put(RecipeKeys.OTHER_WEIGHT.reducedRange().name(), reduced));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.MATCH.name(), override.match());
        putWord(map, RecipeKeys.PLACEMENT, override.placement());
        if (!weights.isEmpty()) {
            map.put(RecipeKeys.OTHER_WEIGHTS.name(), weights);
        }
        return map;
    }

    private static Map<String, Object> tensorOverride(TensorOverride override) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RecipeKeys.MATCH.name(), override.match());
        override.range().ifPresent(range -> {
            map.put(RecipeKeys.MINIMUM.name(), (double) range.minimum());
            map.put(RecipeKeys.MAXIMUM.name(), (double) range.maximum());
        });
        putWord(map, RecipeKeys.OTHER_METHOD, override.method());
        putWord(map, RecipeKeys.OTHER_TYPE, override.type());
        override.symmetric().ifPresent(symmetric -> map.put(RecipeKeys.OTHER_SYMMETRIC.name(), symmetric));
        return map;
    }

    private static <E extends Enum<E>> void putWord(Map<String, Object> map, Key<E> key, Optional<E> value) {
        value.ifPresent(constant -> map.put(key.name(), Section.word(constant)));
    }
}
