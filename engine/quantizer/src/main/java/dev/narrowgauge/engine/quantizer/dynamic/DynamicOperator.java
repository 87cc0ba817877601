package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Optional;

/** How one operator computes with constant integer weights and with an input that becomes integer while it runs. */
interface DynamicOperator {
    /** Why this node cannot, or empty. */
    Optional<String> obstacle(GraphNode node, Graph graph);

    /** Puts the integer computation in the place of the node; its result keeps its name. */
    void rewrite(GraphNode node, DynamicNodes nodes);

    /** Why the input at that place cannot become integer weights, or empty. */
    static Optional<String> weightObstacle(GraphNode node, int input, Graph graph) {
        Optional<TensorProto> weights = graph.constant(node.input(input));
        if (weights.isEmpty()) {
            return Optional.of("Its weights are computed, not constant.");
        }
        if (weights.get().getDataType() != ElementType.FLOAT.number()) {
            return Optional.of("Its weights are not float32.");
        }
        return graph.constant(node.input(0)).isPresent()
                ? Optional.of("Its first operand is a constant.")
                : Optional.empty();
    }
}
