package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;

/** What a variant needs at least, known before anything is loaded: a variant is one file. */
final class VariantSize {
    private static final long MOST_BYTES = 1_800_000_000L;

    private VariantSize() {}

    /** Fails with MODEL_TOO_LARGE where even a variant with every weight in the new precision would not fit. */
    static void requireOneFile(ModelProto model, Precision precision) {
        long weights = 0;
        long others = 0;
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            ElementType type = TensorValues.elementType(tensor);
            long elements = TensorValues.elementCount(tensor);
            boolean shrinks = type == ElementType.FLOAT || type == ElementType.DOUBLE;
            weights += shrinks ? elements : 0;
            others += shrinks || !type.hasFixedWidth() ? 0 : type.byteCount(elements);
        }
        long least = others + weights * (precision == Precision.INT8 ? 1 : 2);
        if (least > MOST_BYTES) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_TOO_LARGE,
                    "The variant would have at least %d bytes, and one file can hold %d; quantize a smaller model."
                            .formatted(least, MOST_BYTES));
        }
    }
}
