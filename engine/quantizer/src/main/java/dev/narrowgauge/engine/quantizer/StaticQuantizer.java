package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;

/** Static INT8 quantization: QuantizeLinear and DequantizeLinear where the runtime fuses them to integer kernels. */
public final class StaticQuantizer {
    /** The first with one scale for each channel. */
    private static final long OPSET_8_BITS = 13;

    /** The first whose QuantizeLinear takes 16 bits. */
    private static final long OPSET_16_BITS = 21;

    private StaticQuantizer() {}

    /**
     * Decides what will be quantized.
     *
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be quantized
     */
    public static QuantizationPlan plan(ModelProto prepared, Recipe recipe) {
        ModelProto model =
                ModelPreparation.forIntegers(prepared, recipe.hasWideActivations() ? OPSET_16_BITS : OPSET_8_BITS);
        return QuantizationPlan.of(model, recipe, OperatorRules.of(recipe.target()));
    }
}
