package dev.narrowgauge.engine.runtime.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import org.junit.jupiter.api.Test;

class TestVariantSize {
    @Test
    void refusesWhatOneFileCannotHoldBeforeAnythingIsLoaded() {
        ModelProto large = withWeights(1_000_000_000L);
        VariantSize.requireOneFile(large, Precision.INT8);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> VariantSize.requireOneFile(large, Precision.FP16))
                .withMessageContaining("2000000000")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_TOO_LARGE));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> VariantSize.requireOneFile(withWeights(2_000_000_000L), Precision.INT8));
    }

    /** As external data: only the dimensions are looked at. */
    private static ModelProto withWeights(long elements) {
        return ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder()
                        .addInitializer(TensorProto.newBuilder()
                                .setName("w")
                                .setDataType(ElementType.FLOAT.number())
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addDims(elements)))
                .build();
    }
}
