package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Nodes that compute sizes, positions and counts in floats on the way to integers. Half precision has whole numbers up to
 * 2048 only; a shape that is off by one makes a model fail.
 */
final class WholeNumbers {
    private static final Set<String> ARITHMETIC = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Mod",
            "Floor",
            "Ceil",
            "Round",
            "Sqrt",
            "Pow",
            "Log",
            "Neg",
            "Abs",
            "Min",
            "Max",
            "Clip",
            "Cast",
            "Concat",
            "Slice",
            "Gather",
            "Squeeze",
            "Unsqueeze",
            "Reshape",
            "Identity",
            "Where");

    private WholeNumbers() {}

    static Set<GraphNode> of(Graph graph, ElementTypes types) {
        Set<GraphNode> found = new HashSet<>();
        Deque<GraphNode> open = new ArrayDeque<>();
        graph.nodes().stream()
                .filter(node -> node.isStandard("Cast")
                        && types.isFloat32(node.input(0))
                        && types.of(node.output(0)).isInteger())
                .forEach(open::add);
        while (!open.isEmpty()) {
            GraphNode node = open.remove();
            if (found.add(node)) {
                node.inputs().stream()
                        .filter(types::isFloat32)
                        .flatMap(input -> graph.producer(input).stream())
                        .filter(producer -> producer.domain().isEmpty() && ARITHMETIC.contains(producer.opType()))
                        .forEach(open::add);
            }
        }
        return found;
    }
}
