package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Map;

/**
 * How to make one variant of a model. Whatever a user leaves out has the value of {@link #INT8_STATIC}.
 *
 * @param name what people call it; does not change the result
 * @param include the only nodes to quantize; empty takes all
 * @param exclude nodes that stay float whatever {@code include} says
 * @param keepIoTypes for FP16: the model's inputs and outputs keep their float32 types
 */
public record Recipe(
        String name,
        Precision precision,
        ActivationSettings activations,
        WeightSettings weights,
        CalibrationMethod calibration,
        NodeSelection include,
        NodeSelection exclude,
        boolean keepIoTypes) {

    public static final Recipe INT8_STATIC = new Recipe(
            "int8-static",
            Precision.INT8,
            ActivationSettings.DEFAULT,
            WeightSettings.DEFAULT,
            CalibrationMethod.MINMAX,
            NodeSelection.EMPTY,
            NodeSelection.EMPTY,
            true);

    public static final Recipe FP16_CONVERSION = INT8_STATIC.withPrecision("fp16", Precision.FP16);

    public Recipe {
        requireNonNull(precision, "precision is null");
        requireNonNull(activations, "activations is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(calibration, "calibration is null");
        requireNonNull(include, "include is null");
        requireNonNull(exclude, "exclude is null");
        if (name.isBlank() || name.length() > 200) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'name' has " + name.length()
                            + " characters; it must have 1 to 200 and not be blank.");
        }
        if (precision == Precision.FP32) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'precision' is 'fp32', which the model has already; it must be int8 or fp16.");
        }
        if (activations.type() == IntegerType.INT8 && weights.type() == IntegerType.UINT8) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe has 'activations.type' int8 with 'weights.type' uint8, which no integer kernel computes; "
                            + "take 'weights.type' int8, or 'activations.type' uint8.");
        }
    }

    /** Reads a recipe from nested maps, as a JSON or YAML parser makes them. Fails with a RECIPE_* code. */
    public static Recipe fromMap(Map<String, ?> map) {
        return RecipeReader.read(map);
    }

    /** Every setting with its value, in a fixed order: two equal recipes give equal maps. */
    public Map<String, Object> toMap() {
        return RecipeWriter.write(this);
    }

    /** Whether the recipe lets the node be quantized. */
    public boolean selects(String opType, String nodeName) {
        return (include.isEmpty() || include.matches(opType, nodeName)) && !exclude.matches(opType, nodeName);
    }

    private Recipe withPrecision(String newName, Precision newPrecision) {
        return new Recipe(newName, newPrecision, activations, weights, calibration, include, exclude, keepIoTypes);
    }
}
