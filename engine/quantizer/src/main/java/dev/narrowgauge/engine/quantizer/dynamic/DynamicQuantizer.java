package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.Locale;

/**
 * Dynamic INT8 quantization: the range of each activation is measured while the model runs, so no calibration is needed
 * and no outlier of other samples costs accuracy.
 */
public final class DynamicQuantizer {
    private DynamicQuantizer() {}

    /**
     * Decides what will be quantized.
     *
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be quantized
     */
    public static DynamicPlan plan(ModelProto prepared, Recipe recipe) {
        if (recipe.target() == Target.TENSORRT || recipe.target() == Target.CUDA) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'mode' is dynamic, for which the target "
                            + recipe.target().name().toLowerCase(Locale.ROOT)
                            + " has no integer kernels; use mode static, or leave 'target' out.");
        }
        if (recipe.activations().type().bits() > 8) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'mode' is dynamic, whose kernels measure activations as uint8, and 'activations.type' has"
                            + " 16 bits; use mode static, or leave 'activations.type' out.");
        }
        return DynamicPlan.of(ModelPreparation.forIntegers(prepared), recipe);
    }
}
