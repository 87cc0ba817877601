package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;

/**
 * Says the mean over height and width of an image as GlobalAveragePool, which has an integer kernel; ReduceMean, as many
 * exporters write it, has none.
 */
final class ImageMeans {
    private static final int IMAGE_DIMENSIONS = 4;

    private final Graph graph;
    private final Shapes shapes;
    private final ElementTypes types;

    private ImageMeans(Graph graph) {
        this.graph = graph;
        this.shapes = Shapes.of(graph);
        this.types = ElementTypes.of(graph);
    }

    static void pool(Graph graph) {
        ImageMeans means = new ImageMeans(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            if (means.isMean(node)) {
                means.replace(node);
            }
        }
    }

    private boolean isMean(GraphNode node) {
        if (!node.isStandard("ReduceMean")
                || !types.isFloat32(node.input(0))
                || shapes.rank(node.input(0)).orElse(0) != IMAGE_DIMENSIONS) {
            return false;
        }
        List<Long> axes = Operands.axes(graph, node);
        return axes.size() == 2
                && axes.stream()
                        .map(axis -> Math.floorMod(axis, IMAGE_DIMENSIONS))
                        .toList()
                        .containsAll(List.of(2, 3));
    }

    private void replace(GraphNode node) {
        if (node.intAttribute("keepdims", 1) != 0) {
            graph.replace(node, "GlobalAveragePool", List.of(node.input(0)), List.of());
            return;
        }
        String pooled = graph.freshName("u");
        graph.add("GlobalAveragePool", graph.freshName("u"), List.of(node.input(0)), List.of(pooled), List.of());
        AttributeProto axis = Attributes.integer("axis", 1);
        graph.replace(node, "Flatten", List.of(pooled), List.of(axis));
    }
}
