package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves a Relu or Clip that follows pooling or a change of shape in front of it. It cuts each value by itself, so the
 * results are the same bits, and right behind the node that computed its input it disappears in that node's result range.
 */
final class CutHoisting {
    private static final Set<String> CUTS = Set.of("Relu", "Clip");
    private static final Set<String> MOVES =
            Set.of("MaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose");

    private static final Set<String> ABSORBING = Set.of("Conv", "Gemm", "MatMul", "Add", "Mul", "AveragePool");

    private CutHoisting() {}

    /** Changes the graph in place. */
    static void apply(Graph graph) {
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.domain().isEmpty() && CUTS.contains(node.opType())) {
                hoist(node, graph);
            }
        }
    }

    private static void hoist(GraphNode cut, Graph graph) {
        List<GraphNode> moves = new ArrayList<>();
        Optional<GraphNode> before = graph.producer(cut.input(0));
        while (before.isPresent() && isOnlyMoved(before.get(), graph)) {
            moves.add(before.get());
            before = graph.producer(before.get().input(0));
        }
        if (before.filter(node -> node.domain().isEmpty() && ABSORBING.contains(node.opType()))
                .isPresent()) {
            moves.forEach(move -> swap(move, cut, graph));
        }
    }

    private static boolean isOnlyMoved(GraphNode move, Graph graph) {
        return move.domain().isEmpty()
                && MOVES.contains(move.opType())
                && move.outputs().size() == 1
                && isReadOnce(move.output(0), graph)
                && isReadOnce(move.input(0), graph);
    }

    private static boolean isReadOnce(String value, Graph graph) {
        return graph.consumers(value).size() == 1 && !graph.isGraphOutput(value) && !graph.isGraphInput(value);
    }

    private static void swap(GraphNode move, GraphNode cut, Graph graph) {
        String computed = move.input(0);
        String result = cut.output(0);
        String between = graph.freshName("c");
        graph.renameOutput(cut, 0, between);
        graph.renameOutput(move, 0, result);
        graph.replaceInput(cut, 0, computed);
        graph.replaceInput(move, 0, between);
    }
}
