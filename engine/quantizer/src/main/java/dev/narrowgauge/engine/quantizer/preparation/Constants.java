package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;

/** Turns Constant nodes into initializers, so that there is one place to look for a constant. */
final class Constants {
    private Constants() {}

    static void lift(Graph graph) {
        for (GraphNode node : List.copyOf(graph.nodes())) {
            if (node.isStandard("Constant") && !graph.isGraphOutput(node.output(0))) {
                tensor(node).ifPresent(tensor -> {
                    graph.remove(node);
                    graph.putInitializer(
                            tensor.toBuilder().setName(node.output(0)).build());
                });
            }
        }
    }

    private static Optional<TensorProto> tensor(GraphNode node) {
        if (node.hasAttribute("value")) {
            return Optional.of(node.attribute("value").getT());
        }
        if (node.hasAttribute("value_float")) {
            return Optional.of(Tensors.floats("", new float[] {node.floatAttribute("value_float", 0)}));
        }
        if (node.hasAttribute("value_int")) {
            return Optional.of(Tensors.int64("", new long[] {node.intAttribute("value_int", 0)}));
        }
        if (node.hasAttribute("value_floats")) {
            List<Float> values = node.attribute("value_floats").getFloatsList();
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i);
            }
            return Optional.of(Tensors.floats("", floats, floats.length));
        }
        if (node.hasAttribute("value_ints")) {
            long[] longs = node.intsAttribute("value_ints").stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            return Optional.of(Tensors.int64("", longs, longs.length));
        }
        return Optional.empty();
    }
}
