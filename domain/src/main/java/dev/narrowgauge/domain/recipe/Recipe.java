package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to make one variant of a model. Whatever a user leaves out has the value of {@link #DEFAULT}, or the one that is
 * right for the {@link Target}.
 *
 * @param name what people call it; does not change the result
 * @param include the only nodes to quantize; empty takes all
 * @param exclude nodes that stay float whatever {@code include} says
 * @param keepIoTypes for FP16 and BF16: the model's inputs and outputs keep their float32 types
 */
public record Recipe(
        String name,
        Target target,
        Precision precision,
        Mode mode,
        Format format,
        ActivationSettings activations,
        WeightSettings weights,
        CalibrationSettings calibration,
        NodeSelection include,
        NodeSelection exclude,
        Overrides overrides,
        boolean keepIoTypes) {
    /**
     * Of the documents that recipes are written as. A new key raises it where who leaves the key out would make another
     * variant.
     */
    public static final int VERSION = 1;

    /** Characters. */
    static final int MAX_NAME = 200;

    public static final Recipe DEFAULT = new Recipe(
            "int8",
            Target.GENERIC,
            Precision.INT8,
            Mode.AUTO,
            Format.QDQ,
            Target.GENERIC.activations(),
            Target.GENERIC.weights(),
            CalibrationSettings.DEFAULT,
            NodeSelection.EMPTY,
            NodeSelection.EMPTY,
            Overrides.NONE,
            true);

    public static final Recipe INT8_STATIC = DEFAULT.withMode(Mode.STATIC).withName("int8-static");

    public static final Recipe INT8_DYNAMIC = DEFAULT.withMode(Mode.DYNAMIC).withName("int8-dynamic");

    public static final Recipe FP16_CONVERSION =
            DEFAULT.withPrecision(Precision.FP16).withName("fp16");

    public static final Recipe BF16_CONVERSION =
            DEFAULT.withPrecision(Precision.BF16).withName("bf16");

    public Recipe {
        requireNonNull(target, "target is null");
        requireNonNull(precision, "precision is null");
        requireNonNull(mode, "mode is null");
        requireNonNull(format, "format is null");
        requireNonNull(activations, "activations is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(calibration, "calibration is null");
        requireNonNull(include, "include is null");
        requireNonNull(exclude, "exclude is null");
        requireNonNull(overrides, "overrides is null");
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw invalid("The recipe's 'name' has " + name.length() + " characters; it must have 1 to " + MAX_NAME
                    + " and not be blank.");
        }
        if (precision == Precision.FP32) {
            throw invalid(
                    "The recipe's 'precision' is 'fp32', which the model has already; it must be int8, fp16 or bf16.");
        }
        Stream.of(
                        RecipeRules.types(activations, weights),
                        RecipeRules.activationsOfTarget(target, activations),
                        RecipeRules.placements(mode, overrides),
                        RecipeRules.formatOfTarget(target, format))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(broken -> {
                    throw invalid(broken);
                });
    }

    /** Reads a recipe that does not depend on the machine. */
    public static Recipe fromMap(Map<String, ?> map) {
        return fromMap(map, Target.GENERIC);
    }

    /**
     * Reads a recipe from nested maps, as a JSON or YAML parser makes them. Fails with a RECIPE_* code.
     *
     * @param machine the target where the recipe names none
     */
    public static Recipe fromMap(Map<String, ?> map, Target machine) {
        return RecipeReader.read(map, machine);
    }

    /** Reads a recipe that was stored, which may have keys that this program does not know, or be of a newer version. */
    public static Stored<Recipe> fromStored(Map<String, Object> map) {
        return RecipeReader.readStored(map);
    }

    /** As it is to be stored. */
    public Stored<Recipe> toStored() {
        return new Stored.Known<>(this, toMap());
    }

    /** The version, and every setting with its value, in a fixed order: two equal recipes give equal maps. */
    public Map<String, Object> toMap() {
        return RecipeWriter.write(this);
    }

    /** Whether the recipe lets the node be quantized. */
    public boolean selects(String opType, String nodeName) {
        return whyFloat(opType, nodeName).isEmpty();
    }

    /** Why the recipe has the node in float, a sentence; empty where it lets it be quantized. */
    public Optional<String> whyFloat(String opType, String nodeName) {
        boolean placed = placementOf(nodeName)
                .filter(NodeOverride.Placement.FLOAT::equals)
                .isPresent();
        if (placed) {
            return Optional.of("The recipe has it in float, as a search writes of nodes that cost the outputs most.");
        }
        boolean selected =
                (include.isEmpty() || include.matches(opType, nodeName)) && !exclude.matches(opType, nodeName);
        return selected ? Optional.empty() : Optional.of("The recipe excludes it.");
    }

    /** Whether it speaks of single nodes, of types of nodes or of tensors, which a model may not have. */
    public boolean namesParts() {
        return !(include.isEmpty() && exclude.isEmpty() && overrides.isEmpty());
    }

    /** Where the recipe tells the node to compute, if it does. */
    public Optional<NodeOverride.Placement> placementOf(String nodeName) {
        return overrides.placement(nodeName);
    }

    /** Whether the recipe tells the node to measure its ranges at every run. */
    public boolean measuresWhileRunning(String nodeName) {
        return placementOf(nodeName)
                .filter(NodeOverride.Placement.DYNAMIC::equals)
                .isPresent();
    }

    /** How the weights of the node are quantized. */
    public WeightSettings weightsOf(String nodeName) {
        return overrides.weights(nodeName, weights);
    }

    /** How the activation is quantized. */
    public ActivationSettings activationsOf(String tensor) {
        return overrides.activations(tensor, activations);
    }

    /** Whether any activation may have more than 8 bits. */
    public boolean hasWideActivations() {
        return activations.type().bits() > Byte.SIZE || overrides.hasWideActivations();
    }

    /** How the range of the activation is chosen. */
    public CalibrationSettings calibrationOf(String tensor) {
        return overrides.method(tensor).map(calibration::withMethod).orElse(calibration);
    }

    /** The range that the recipe gives the activation, if it does. */
    public Optional<TensorOverride.Range> rangeOf(String tensor) {
        return overrides.range(tensor);
    }

    public Recipe withName(String other) {
        return with(other, precision, mode);
    }

    public Recipe withMode(Mode other) {
        return with(name, precision, other);
    }

    /** The same with some of the calibration samples kept back. */
    public Recipe holdingOut() {
        return with(new CalibrationSettings(calibration.method(), calibration.percentile(), true), overrides);
    }

    /** The same with those settings for single nodes and tensors added, which win over the present ones. */
    public Recipe withMore(Overrides others) {
        return with(calibration, overrides.and(others));
    }

    /** The same with no node told to stay in float, or to measure its ranges at every run. */
    public Recipe withoutExceptions() {
        return with(calibration, overrides.withoutExceptions());
    }

    private Recipe with(CalibrationSettings otherCalibration, Overrides others) {
        return new Recipe(
                name,
                target,
                precision,
                mode,
                format,
                activations,
                weights,
                otherCalibration,
                include,
                exclude,
                others,
                keepIoTypes);
    }

    private Recipe withPrecision(Precision other) {
        return with(name, other, mode);
    }

    private Recipe with(String otherName, Precision otherPrecision, Mode otherMode) {
        return new Recipe(
                otherName,
                target,
                otherPrecision,
                otherMode,
                format,
                activations,
                weights,
                calibration,
                include,
                exclude,
                overrides,
                keepIoTypes);
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.RECIPE_INVALID_VALUE, sentence);
    }
}
