package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says the mean over height and width of an image as GlobalAveragePool, which has an integer kernel; ReduceMean, as many
 * exporters write it, has none.
 */
final class ImageMeans {
    /** Operators whose result has as many dimensions as the operand with most. */
    private static final Set<String> KEEP_DIMENSIONS = Set.of(
            "Relu",
            "Clip",
            "LeakyRelu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Elu",
            "BatchNormalization",
            "Add",
            "Mul",
            "Sub",
            "Div",
            "Concat",
            "MaxPool",
            "AveragePool",
            "Resize",
            "Pad",
            "Dropout",
            "Identity");

    private static final int IMAGE_DIMENSIONS = 4;

    private final Graph graph;
    private final Set<String> images = new HashSet<>();

    private ImageMeans(Graph graph) {
        this.graph = graph;
    }

    static void pool(Graph graph) {
        ImageMeans means = new ImageMeans(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            if (means.isImage(node)) {
                means.images.add(node.output(0));
            } else if (means.isMean(node)) {
                means.replace(node);
            }
        }
    }

    private boolean isImage(GraphNode node) {
        if (node.isStandard("Conv")) {
            return graph.constant(node.input(1))
                    .filter(weights -> weights.getDimsCount() == IMAGE_DIMENSIONS)
                    .isPresent();
        }
        return node.domain().isEmpty()
                && KEEP_DIMENSIONS.contains(node.opType())
                && node.inputs().stream().anyMatch(images::contains)
                && node.inputs().stream().allMatch(this::hasNoMoreDimensions);
    }

    private boolean hasNoMoreDimensions(String value) {
        Optional<TensorProto> constant = graph.constant(value);
        return value.isEmpty()
                || images.contains(value)
                || constant.filter(tensor -> tensor.getDimsCount() <= IMAGE_DIMENSIONS)
                        .isPresent();
    }

    private boolean isMean(GraphNode node) {
        if (!node.isStandard("ReduceMean") || !images.contains(node.input(0))) {
            return false;
        }
        List<Long> axes = node.input(1).isEmpty()
                ? node.intsAttribute("axes")
                : graph.constant(node.input(1))
                        .map(tensor -> Arrays.stream(TensorValues.longs(tensor))
                                .boxed()
                                .toList())
                        .orElse(List.of());
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
        AttributeProto axis = AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(1)
                .build();
        graph.replace(node, "Flatten", List.of(pooled), List.of(axis));
    }
}
