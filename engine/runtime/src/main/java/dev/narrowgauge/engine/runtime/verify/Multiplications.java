package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts multiply-accumulates of kernels as ONNX Runtime runs them, in floats or in integers. */
final class Multiplications {
    /** Convolutions with the input that holds their weights. */
    private static final Map<String, Integer> CONVOLUTIONS =
            Map.of("Conv", 1, "FusedConv", 1, "NhwcFusedConv", 1, "NhwcConv", 1, "ConvInteger", 1, "QLinearConv", 3);

    private static final Set<String> MATRIX_PRODUCTS = Set.of(
            "MatMul",
            "FusedMatMul",
            "Gemm",
            "FusedGemm",
            "QLinearMatMul",
            "QGemm",
            "MatMulInteger",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul");

    private final Graph written;
    private final KernelNodes nodes;
    private final Map<String, List<Long>> constants = new HashMap<>();
    private final KernelProfile profile;

    /**
     * @param written the model as its user wrote it
     * @param nodes of it that the kernels compute
     * @param running the same after all fusions
     */
    Multiplications(Graph written, KernelNodes nodes, GraphProto running, KernelProfile profile) {
        this.written = written;
        this.nodes = nodes;
        this.profile = profile;
        running.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor.getDimsList()));
    }

    /** Null where it has none, or a shape is not known. */
    Long of(NodeProto kernel) {
        List<List<Long>> inputs = profile.inputs(kernel.getName());
        List<List<Long>> outputs = profile.outputs(kernel.getName());
        if (inputs.isEmpty() || outputs.isEmpty()) {
            return null;
        }
        Optional<Long> once = MATRIX_PRODUCTS.contains(kernel.getOpType())
                ? depth(kernel, inputs.getFirst()).map(depth -> MacCount.product(outputs.getFirst()) * depth)
                : convolution(kernel, outputs.getFirst());
        return once.map(count -> count * profile.turns(kernel.getName())).orElse(null);
    }

    private Optional<Long> convolution(NodeProto kernel, List<Long> result) {
        Integer place = CONVOLUTIONS.get(kernel.getOpType());
        if (place == null || kernel.getInputCount() <= place || result.isEmpty()) {
            return Optional.empty();
        }
        // As they are written: a blocked layout fills them up.
        List<Long> weights = nodes.of(kernel).stream()
                .filter(node -> node.isStandard("Conv"))
                .flatMap(node -> weights(node.input(1)).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(constants.get(kernel.getInput(place))))
                .orElse(List.of());
        return weights.isEmpty() ? Optional.empty() : Optional.of(MacCount.conv(kernel, weights, result));
    }

    /** As many products are summed up in each value. */
    private static Optional<Long> depth(NodeProto kernel, List<Long> first) {
        int fromLast = intAttribute(kernel, "transA") == 0 ? 1 : 2;
        return first.size() < fromLast ? Optional.empty() : Optional.of(first.get(first.size() - fromLast));
    }

    private static long intAttribute(NodeProto kernel, String name) {
        return kernel.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(0);
    }

    private Optional<List<Long>> weights(String value) {
        String stored = written.producer(value)
                .filter(producer -> producer.isStandard("DequantizeLinear"))
                .map(producer -> producer.input(0))
                .orElse(value);
        return written.constant(stored).map(TensorProto::getDimsList);
    }
}
