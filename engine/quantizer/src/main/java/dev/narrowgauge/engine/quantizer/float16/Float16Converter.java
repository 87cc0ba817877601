package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.util.Map;

/** Converts a float32 model to half precision by rules and constants alone, where there are no samples to run. */
public final class Float16Converter {
    private Float16Converter() {}

    /**
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be converted
     */
    public static QuantizedModel convert(ModelProto prepared, Recipe recipe) {
        return HalfPrecisionPlan.of(prepared, recipe).convert(new ValueRanges(), Map.of());
    }
}
