package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.settings.DocumentKind;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads recipes from nested maps; every complaint names the key, what stands there and what may stand there. */
final class RecipeReader {
    private static final DocumentKind KIND =
            new DocumentKind("recipe", ErrorCode.RECIPE_UNKNOWN_KEY, ErrorCode.RECIPE_INVALID_VALUE);

    /** What a recipe can make. */
    private static final Precision[] PRECISIONS = {Precision.INT8, Precision.FP16, Precision.BF16};

    private static final IntegerType[] WEIGHT_TYPES = {IntegerType.INT8, IntegerType.UINT8};

    private static final String[] KEYS = {
        Stored.VERSION,
        "name",
        "target",
        "precision",
        "mode",
        "format",
        "activations",
        "weights",
        "calibration",
        "include",
        "exclude",
        "overrides",
        "keepIoTypes"
    };

    private RecipeReader() {}

    static Recipe read(Map<String, ?> map, Target machine) {
        return recipe(Section.root(KIND, Recipe.VERSION, map, KEYS), machine);
    }

    static Stored<Recipe> readStored(Map<String, Object> map) {
        return Stored.<Recipe>newer(KIND, Recipe.VERSION, map)
                .orElseGet(() ->
                        recipe(Section.stored(KIND, map, KEYS), Target.GENERIC).toStored());
    }

    private static Recipe recipe(Section root, Target machine) {
        Recipe defaults = Recipe.DEFAULT;
        Target target = root.choice("target", Target.values()).orElse(machine);
        Precision precision = root.choice("precision", PRECISIONS).orElse(defaults.precision());
        Mode mode = root.choice("mode", Mode.values()).orElse(defaults.mode());
        return new Recipe(
                root.text("name").orElse(defaultName(precision, mode)),
                target,
                precision,
                mode,
                root.choice("format", Format.values()).orElse(defaults.format()),
                activations(root.section("activations", "type", "symmetric"), target.activations()),
                weights(root.section("weights", "type", "granularity", "reducedRange"), target.weights()),
                calibration(root.section("calibration", "method", "percentile", "holdOut")),
                selection(root.section("include", "opTypes", "nodes")),
                selection(root.section("exclude", "opTypes", "nodes")),
                overrides(root.section("overrides", "nodes", "tensors")),
                root.flag("keepIoTypes").orElse(defaults.keepIoTypes()));
    }

    private static String defaultName(Precision precision, Mode mode) {
        return precision == Precision.INT8 && mode != Mode.AUTO
                ? precision.label() + '-' + Section.word(mode)
                : precision.label();
    }

    private static ActivationSettings activations(Section section, ActivationSettings defaults) {
        return new ActivationSettings(
                section.choice("type", IntegerType.values()).orElse(defaults.type()),
                section.flag("symmetric").orElse(defaults.symmetric()));
    }

    private static WeightSettings weights(Section section, WeightSettings defaults) {
        return new WeightSettings(
                section.choice("type", WEIGHT_TYPES).orElse(defaults.type()),
                section.choice("granularity", Granularity.values()).orElse(defaults.granularity()),
                section.flag("reducedRange").orElse(defaults.reducedRange()));
    }

    private static CalibrationSettings calibration(Section section) {
        CalibrationSettings defaults = CalibrationSettings.DEFAULT;
        return new CalibrationSettings(
                section.choice("method", CalibrationMethod.values()).orElse(defaults.method()),
                section.number("percentile").orElse(defaults.percentile()),
                section.flag("holdOut").orElse(defaults.holdOut()));
    }

    private static NodeSelection selection(Section section) {
        return new NodeSelection(
                section.texts("opTypes").orElse(List.of()),
                section.texts("nodes").orElse(List.of()));
    }

    private static Overrides overrides(Section section) {
        return new Overrides(
                section.sections("nodes", "match", "placement", "weights").orElse(List.of()).stream()
                        .map(RecipeReader::nodeOverride)
                        .toList(),
                section
                        .sections("tensors", "match", "minimum", "maximum", "method", "type", "symmetric")
                        .orElse(List.of())
                        .stream()
                        .map(RecipeReader::tensorOverride)
                        .toList());
    }

    private static NodeOverride nodeOverride(Section section) {
        Section weights = section.section("weights", "type", "granularity", "reducedRange");
        return new NodeOverride(
                match(section),
                section.choice("placement", NodeOverride.Placement.values()),
                weights.choice("type", WEIGHT_TYPES),
                weights.choice("granularity", Granularity.values()),
                weights.flag("reducedRange"));
    }

    private static TensorOverride tensorOverride(Section section) {
        Optional<Double> minimum = section.number("minimum");
        Optional<Double> maximum = section.number("maximum");
        if (minimum.isPresent() != maximum.isPresent()) {
            throw section.missing(minimum.isPresent() ? "maximum" : "minimum");
        }
        return new TensorOverride(
                match(section),
                minimum.map(low -> new TensorOverride.Range(
                        low.floatValue(), maximum.orElseThrow().floatValue())),
                section.choice("method", CalibrationMethod.values()),
                section.choice("type", IntegerType.values()),
                section.flag("symmetric"));
    }

    private static List<String> match(Section section) {
        return section.texts("match")
                .filter(patterns -> !patterns.isEmpty())
                .orElseThrow(() -> section.missing("match"));
    }
}
