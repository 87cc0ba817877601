package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;

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
        return new DynamicPlan(ModelPreparation.forIntegers(prepared), recipe);
    }
}
