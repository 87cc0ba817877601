package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import java.util.Optional;

/** The constant interval that a Relu or Clip cuts its input to. */
public record ClipBounds(float low, float high) {

    /** Empty when a bound is computed, or when zero lies outside: no range that contains zero makes the node redundant. */
    public static Optional<ClipBounds> of(GraphNode node, Graph graph) {
        if (node.isStandard("Relu")) {
            return Optional.of(new ClipBounds(0, Float.MAX_VALUE));
        }
        Optional<Float> low = bound(node, graph, 1, "min", -Float.MAX_VALUE);
        Optional<Float> high = bound(node, graph, 2, "max", Float.MAX_VALUE);
        if (low.isEmpty() || high.isEmpty() || !(low.get() <= 0) || !(high.get() > 0)) {
            return Optional.empty();
        }
        return Optional.of(new ClipBounds(low.get(), high.get()));
    }

    private static Optional<Float> bound(GraphNode node, Graph graph, int input, String attribute, float absent) {
        if (node.hasAttribute(attribute)) {
            return Optional.of(node.floatAttribute(attribute, absent));
        }
        if (node.input(input).isEmpty()) {
            return Optional.of(absent);
        }
        return graph.constant(node.input(input))
                .filter(tensor -> TensorValues.elementCount(tensor) == 1)
                .map(tensor -> TensorValues.floats(tensor)[0]);
    }
}
