package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.settings.Form;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;

/** Reads recipes from nested maps; every complaint names the key, what stands there and what may stand there. */
final class RecipeReader {
    private static final Form FORM = new Form("recipe", ErrorCode.RECIPE_UNKNOWN_KEY, ErrorCode.RECIPE_INVALID_VALUE);

    /** What a recipe can make. */
    private static final Precision[] PRECISIONS = {Precision.INT8, Precision.FP16};

    private RecipeReader() {}

    static Recipe read(Map<String, ?> map) {
        Recipe defaults = Recipe.INT8_STATIC;
        Section root = Section.root(
                FORM,
                map,
                "name",
                "precision",
                "activations",
                "weights",
                "calibration",
                "include",
                "exclude",
                "keepIoTypes");
        Precision precision = root.choice("precision", PRECISIONS).orElse(defaults.precision());
        String defaultName = precision == Precision.INT8 ? defaults.name() : Recipe.FP16_CONVERSION.name();
        return new Recipe(
                root.text("name").orElse(defaultName),
                precision,
                activations(root.section("activations", "type", "symmetric")),
                weights(root.section("weights", "type", "granularity")),
                calibration(root.section("calibration", "method")),
                selection(root.section("include", "opTypes", "nodes")),
                selection(root.section("exclude", "opTypes", "nodes")),
                root.flag("keepIoTypes").orElse(defaults.keepIoTypes()));
    }

    private static ActivationSettings activations(Section section) {
        ActivationSettings defaults = ActivationSettings.DEFAULT;
        return new ActivationSettings(
                section.choice("type", IntegerType.values()).orElse(defaults.type()),
                section.flag("symmetric").orElse(defaults.symmetric()));
    }

    private static WeightSettings weights(Section section) {
        WeightSettings defaults = WeightSettings.DEFAULT;
        return new WeightSettings(
                section.choice("type", IntegerType.values()).orElse(defaults.type()),
                section.choice("granularity", Granularity.values()).orElse(defaults.granularity()));
    }

    private static CalibrationMethod calibration(Section section) {
        return section.choice("method", CalibrationMethod.values()).orElse(CalibrationMethod.MINMAX);
    }

    private static NodeSelection selection(Section section) {
        return new NodeSelection(
                section.texts("opTypes").orElse(List.of()),
                section.texts("nodes").orElse(List.of()));
    }
}
