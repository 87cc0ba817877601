package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps one of several equal constants. Branches that are traced one by one come with copies of what they share. */
final class EqualConstants {
    /** Smaller ones take less room than the names by which they would be shared are worth. */
    private static final long LEAST_ELEMENTS = 16;

    private EqualConstants() {}

    /** Changes the graph in place. */
    static void share(Graph graph) {
        Map<TensorProto, String> first = new HashMap<>();
        for (TensorProto constant : List.copyOf(graph.initializers())) {
            String name = constant.getName();
            if (graph.constant(name).isEmpty()
                    || graph.isGraphOutput(name)
                    || TensorValues.elementCount(constant) < LEAST_ELEMENTS) {
                continue;
            }
            TensorProto content =
                    constant.toBuilder().clearName().clearDocString().build();
            String kept = first.putIfAbsent(content, name);
            if (kept != null) {
                graph.consumers(name).forEach(reader -> redirect(reader, name, kept, graph));
            }
        }
        graph.removeUnusedInitializers();
    }

    private static void redirect(GraphNode reader, String name, String kept, Graph graph) {
        for (int i = 0; i < reader.inputs().size(); i++) {
            if (reader.input(i).equals(name)) {
                graph.replaceInput(reader, i, kept);
            }
        }
    }
}
