package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.settings.DocumentKind;
import dev.narrowgauge.domain.settings.Key;
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

    private final Section root;
    private final Section activations;
    private final Section weights;
    private final Target machine;

    private RecipeReader(Section root, Target machine) {
        this.root = root;
        this.activations = root.section(RecipeKeys.ACTIVATIONS);
        this.weights = root.section(RecipeKeys.WEIGHTS);
        this.machine = machine;
    }

    static Recipe read(Map<String, ?> map, Target machine) {
        return new RecipeReader(Section.document(KIND, RecipeKeys.ALL, map), machine).recipe();
    }

    static Stored<Recipe> readStored(Map<String, Object> map) {
        return Stored.<Recipe>newer(KIND, Recipe.VERSION, map)
                .orElseGet(() -> new RecipeReader(Section.stored(KIND, RecipeKeys.ALL, map), Target.GENERIC)
                        .recipe()
                        .toStored());
    }

    private Recipe recipe() {
        Target target = root.get(RecipeKeys.TARGET).orElse(machine);
        Precision precision = root.value(RecipeKeys.PRECISION);
        Mode mode = root.value(RecipeKeys.MODE);
        Format format = root.value(RecipeKeys.FORMAT);
        ActivationSettings ofActivations = activations(target.activations());
        WeightSettings ofWeights = weights(target.weights());
        Overrides overrides = overrides(root.section(RecipeKeys.OVERRIDES));
        checkTypes(ofActivations, ofWeights);
        checkTarget(target, ofActivations, format);
        if (root.isSound(RecipeKeys.MODE)) {
            RecipeRules.placements(mode, overrides).ifPresent(broken -> root.refuse(RecipeKeys.MODE, broken));
        }
        root.raise();
        return new Recipe(
                root.get(RecipeKeys.NAME).orElse(defaultName(precision, mode)),
                target,
                precision,
                mode,
                format,
                ofActivations,
                ofWeights,
                calibration(root.section(RecipeKeys.CALIBRATION)),
                selection(root.section(RecipeKeys.INCLUDE)),
                selection(root.section(RecipeKeys.EXCLUDE)),
                overrides,
                root.value(RecipeKeys.KEEP_IO_TYPES));
    }

    /** Rules are held against settings that have no fault of their own; what they would say of others may be wrong. */
    private void checkTypes(ActivationSettings ofActivations, WeightSettings ofWeights) {
        boolean sound = root.isSound(RecipeKeys.TARGET)
                && activations.isSound(RecipeKeys.ACTIVATION_TYPE)
                && weights.isSound(RecipeKeys.WEIGHT.type());
        if (sound) {
            RecipeRules.types(ofActivations, ofWeights)
                    .ifPresent(broken -> weights.refuse(RecipeKeys.WEIGHT.type(), broken));
        }
    }

    private void checkTarget(Target target, ActivationSettings ofActivations, Format format) {
        if (!root.isSound(RecipeKeys.TARGET)) {
            return;
        }
        if (activations.isSound()) {
            RecipeRules.activationsOfTarget(target, ofActivations)
                    .ifPresent(broken -> root.refuse(RecipeKeys.ACTIVATIONS, broken));
        }
        RecipeRules.formatOfTarget(target, format).ifPresent(broken -> root.refuse(RecipeKeys.FORMAT, broken));
    }

    private static String defaultName(Precision precision, Mode mode) {
        return precision == Precision.INT8 && mode != Mode.AUTO
                ? precision.label() + '-' + Section.word(mode)
                : precision.label();
    }

    private ActivationSettings activations(ActivationSettings defaults) {
        return new ActivationSettings(
                activations.get(RecipeKeys.ACTIVATION_TYPE).orElse(defaults.type()),
                activations.get(RecipeKeys.SYMMETRIC).orElse(defaults.symmetric()));
    }

    private WeightSettings weights(WeightSettings defaults) {
        return new WeightSettings(
                weights.get(RecipeKeys.WEIGHT.type()).orElse(defaults.type()),
                weights.get(RecipeKeys.WEIGHT.granularity()).orElse(defaults.granularity()),
                weights.get(RecipeKeys.WEIGHT.reducedRange()).orElse(defaults.reducedRange()));
    }

    private static CalibrationSettings calibration(Section section) {
        return new CalibrationSettings(
                section.value(RecipeKeys.METHOD),
                section.value(RecipeKeys.PERCENTILE),
                section.value(RecipeKeys.HOLD_OUT));
    }

    private static NodeSelection selection(Section section) {
        return new NodeSelection(
                section.get(RecipeKeys.OP_TYPES).orElse(List.of()),
                section.get(RecipeKeys.NODES).orElse(List.of()));
    }

    private static Overrides overrides(Section section) {
        return new Overrides(
                section.sections(RecipeKeys.NODE_OVERRIDES).stream()
                        .map(RecipeReader::nodeOverride)
                        .toList(),
                section.sections(RecipeKeys.TENSOR_OVERRIDES).stream()
                        .map(RecipeReader::tensorOverride)
                        .toList());
    }

    private static NodeOverride nodeOverride(Section section) {
        Section weights = section.section(RecipeKeys.OTHER_WEIGHTS);
        return new NodeOverride(
                match(section),
                section.get(RecipeKeys.PLACEMENT),
                weights.get(RecipeKeys.OTHER_WEIGHT.type()),
                weights.get(RecipeKeys.OTHER_WEIGHT.granularity()),
                weights.get(RecipeKeys.OTHER_WEIGHT.reducedRange()));
    }

    private static TensorOverride tensorOverride(Section section) {
        return new TensorOverride(
                match(section),
                range(section),
                section.get(RecipeKeys.OTHER_METHOD),
                section.get(RecipeKeys.OTHER_TYPE),
                section.get(RecipeKeys.OTHER_SYMMETRIC));
    }

    private static Optional<TensorOverride.Range> range(Section section) {
        Optional<Double> minimum = float32(section, RecipeKeys.MINIMUM);
        Optional<Double> maximum = float32(section, RecipeKeys.MAXIMUM);
        if (minimum.isEmpty() || maximum.isEmpty()) {
            return Optional.empty();
        }
        float least = minimum.get().floatValue();
        float greatest = maximum.get().floatValue();
        if (!TensorOverride.Range.isRange(least, greatest)) {
            section.refuse(
                    RecipeKeys.MINIMUM, minimum.get(), "less than 'maximum', which is %s".formatted(maximum.get()));
            return Optional.empty();
        }
        return Optional.of(new TensorOverride.Range(least, greatest));
    }

    /** The number as written, if float32, in which ranges are kept, holds it; refused otherwise. */
    private static Optional<Double> float32(Section section, Key<Double> key) {
        Optional<Double> number = section.get(key);
        if (number.isPresent() && !Float.isFinite(number.get().floatValue())) {
            section.refuse(key, number.get(), "a finite number that float32 holds");
            return Optional.empty();
        }
        return number;
    }

    /** Where there is none, the section has a fault. */
    private static List<String> match(Section section) {
        return section.get(RecipeKeys.MATCH).orElse(List.of());
    }
}
