package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.util.HashSet;
import java.util.Set;

/** The values of a running graph that take one byte each; a graph as ONNX Runtime saves it does not declare them. */
final class ByteValues {
    private static final int GEMM_RESULT_SCALE = 7;

    /** They read codes and give something else. */
    private static final Set<String> OTHER_RESULTS = Set.of(
            "DequantizeLinear",
            "Cast",
            "Shape",
            "Size",
            "ArgMax",
            "ArgMin",
            "MatMulInteger",
            "MatMulIntegerToFloat",
            "ConvInteger");

    private final Set<String> values = new HashSet<>();

    private ByteValues() {}

    static ByteValues of(Graph graph) {
        ByteValues bytes = new ByteValues();
        graph.initializers().forEach(tensor -> bytes.addIfByte(tensor.getName(), tensor.getDataType()));
        graph.graphInputs()
                .forEach(input -> bytes.addIfByte(
                        input.getName(), input.getType().getTensorType().getElemType()));
        graph.topologicalOrder().forEach(bytes::follow);
        return bytes;
    }

    boolean contains(String value) {
        return values.contains(value);
    }

    private void addIfByte(String value, int type) {
        if (type == ElementType.UINT8.number() || type == ElementType.INT8.number()) {
            values.add(value);
        }
    }

    private void follow(GraphNode node) {
        if (givesBytes(node)) {
            values.addAll(node.outputs());
        }
    }

    private boolean givesBytes(GraphNode node) {
        String operator = node.opType();
        if (operator.equals("QGemm")) {
            return !node.input(GEMM_RESULT_SCALE).isEmpty();
        }
        return operator.equals("QuantizeLinear")
                || operator.equals("DynamicQuantizeLinear")
                || operator.startsWith("QLinear")
                || !OTHER_RESULTS.contains(operator) && values.contains(node.input(0));
    }
}
