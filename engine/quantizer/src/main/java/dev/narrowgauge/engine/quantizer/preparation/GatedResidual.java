package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says {@code x + x·g}, with one gate for all of a channel, as {@code x·(g + 1)}: one pass over the image less. */
final class GatedResidual implements Rewriting {
    private static final int CHANNELS = 1;

    @Override
    public String step() {
        return "gated-residual";
    }

    @Override
    public long opset() {
        return 7;
    }

    @Override
    public List<String> apply(Graph graph) {
        Shapes shapes = Shapes.of(graph);
        List<String> written = new ArrayList<>();
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.isStandard("Add") && (fuse(graph, shapes, node, 0) || fuse(graph, shapes, node, 1))) {
                written.add(node.name());
            }
        }
        return written;
    }

    /** @param product which operand of the sum is the product */
    private static boolean fuse(Graph graph, Shapes shapes, GraphNode sum, int product) {
        String image = sum.input(1 - product);
        Optional<GraphNode> gated = Operands.producer(graph, sum.input(product), "Mul")
                .filter(node -> Operands.soleReader(graph, node.output(0)).isPresent())
                .filter(node -> node.inputs().contains(image) && !node.input(0).equals(node.input(1)));
        Optional<String> gate = gated.map(node -> node.input(node.input(0).equals(image) ? 1 : 0));
        if (gate.isEmpty() || graph.constant(gate.get()).isPresent() || !isByChannel(shapes, image, gate.get())) {
            return false;
        }
        String one = graph.freshName("k");
        String raised = graph.freshName("c");
        graph.putInitializer(Tensors.floats(one, new float[] {1}));
        graph.remove(gated.get());
        graph.add("Add", gated.get().name(), List.of(gate.get(), one), List.of(raised), List.of());
        graph.replace(sum, "Mul", List.of(image, raised), List.of());
        return true;
    }

    private static boolean isByChannel(Shapes shapes, String image, String gate) {
        Optional<List<Dimension>> shape = shapes.of(gate);
        return shape.isPresent()
                && shape.get().size() > CHANNELS + 1
                && shapes.rank(image).orElse(0) == shape.get().size()
                && shape.get().stream().skip(CHANNELS + 1).allMatch(Dimension.ONE::equals);
    }
}
