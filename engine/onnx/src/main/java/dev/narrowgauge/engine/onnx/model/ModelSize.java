package dev.narrowgauge.engine.onnx.model;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;

/** Size of a serialized model, right also above the two gigabytes at which protobuf's own count overflows. */
final class ModelSize {
    private static final long LENGTH_FIELDS_BYTES = 16;

    private ModelSize() {}

    static long of(ModelProto model) {
        GraphProto.Builder rest = model.getGraph().toBuilder().clearInitializer();
        long initializers = 0;
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            long raw = tensor.getRawData().size();
            long head = raw == 0
                    ? tensor.getSerializedSize()
                    : tensor.toBuilder().setRawData(ByteString.EMPTY).build().getSerializedSize();
            initializers += raw + head + LENGTH_FIELDS_BYTES;
        }
        return initializers + model.toBuilder().setGraph(rest).build().getSerializedSize();
    }
}
