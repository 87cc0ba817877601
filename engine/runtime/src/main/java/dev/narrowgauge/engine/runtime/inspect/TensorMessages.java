package dev.narrowgauge.engine.runtime.inspect;

import dev.narrowgauge.engine.onnx.model.TensorDescription;

/** Descriptions of tensors as messages. */
final class TensorMessages {
    private TensorMessages() {}

    static dev.narrowgauge.proto.engine.TensorDescription of(TensorDescription tensor) {
        return dev.narrowgauge.proto.engine.TensorDescription.newBuilder()
                .setName(tensor.name())
                .setElementType(tensor.elementType().lowerCaseName())
                .addAllDims(tensor.dims())
                .build();
    }
}
