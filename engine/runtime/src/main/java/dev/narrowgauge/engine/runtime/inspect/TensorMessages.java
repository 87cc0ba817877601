package dev.narrowgauge.engine.runtime.inspect;

import dev.narrowgauge.engine.onnx.model.ValueInfo;

/** Descriptions of tensors as messages. */
final class TensorMessages {
    private TensorMessages() {}

    static dev.narrowgauge.proto.engine.TensorMessage of(ValueInfo tensor) {
        return dev.narrowgauge.proto.engine.TensorMessage.newBuilder()
                .setName(tensor.name())
                .setElementType(tensor.elementType().lowerCaseName())
                .addAllDims(tensor.dims())
                .build();
    }
}
