package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Set;

/** The outputs of a model in which quantization makes noise. */
public final class FloatOutputs {
    private static final Set<Integer> FLOAT_TYPES =
            Set.of(TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.FLOAT16_VALUE);

    private FloatOutputs() {}

    /** Their names, in the order of the model. */
    public static List<String> of(GraphProto graph) {
        return graph.getOutputList().stream()
                .filter(output ->
                        FLOAT_TYPES.contains(output.getType().getTensorType().getElemType()))
                .map(ValueInfoProto::getName)
                .toList();
    }
}
