package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Optional;

/** What Conv, ConvTranspose and Gemm have in common: input, constant weights, an optional constant bias. */
final class WeightedNodes {
    private WeightedNodes() {}

    /** Why the node's weights and bias cannot be stored as integers, if so. */
    static Optional<String> computedConstant(GraphNode node, Graph graph) {
        if (graph.constant(node.input(1)).isEmpty()) {
            return Optional.of("Its weights are computed, not constant.");
        }
        if (graph.constant(node.input(0)).isPresent()) {
            return Optional.of("Its first operand is a constant.");
        }
        String bias = node.input(2);
        return bias.isEmpty() || graph.constant(bias).isPresent()
                ? Optional.empty()
                : Optional.of("Its bias is computed, not constant.");
    }

    static long gemmColumns(GraphNode gemm, TensorProto weights) {
        return weights.getDims(gemm.intAttribute("transB", 0) == 0 ? 1 : 0);
    }
}
