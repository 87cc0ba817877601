package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;

/** Tensors whose values cannot be read. They may be the fault, and stay as they are. */
final class Damage {
    private Damage() {}

    static boolean isIn(TensorProto tensor) {
        if (tensor.getDimsList().stream().anyMatch(length -> length < 0)) {
            return true;
        }
        try {
            TensorValues.bytes(tensor);
            return false;
        } catch (NarrowgaugeException | ArithmeticException e) {
            return true;
        }
    }
}
