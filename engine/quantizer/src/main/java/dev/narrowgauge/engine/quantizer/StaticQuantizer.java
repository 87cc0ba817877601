package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;

/** Static INT8 quantization: QuantizeLinear and DequantizeLinear where the runtime fuses them to integer kernels. */
public final class StaticQuantizer {
    private StaticQuantizer() {}

    /**
     * Decides what will be quantized.
     *
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be quantized
     */
    public static QuantizationPlan plan(ModelProto prepared, Recipe recipe) {
        ModelProto model = ModelPreparation.forIntegers(prepared);
        return QuantizationPlan.of(model, recipe, OperatorRules.of(recipe.target()));
    }
}
