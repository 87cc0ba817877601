package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * Says a BatchNormalization of images that no convolution before it can take in, as in networks that normalize first, as a
 * convolution of each channel with one weight. That has an integer kernel, its weights are exact in eight bits, and it
 * absorbs the Relu behind it.
 */
final class BatchNormConvolution implements Rewriting {
    private static final int IMAGE_DIMENSIONS = 4;

    @Override
    public String step() {
        return "batch-normalization";
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
            if (!node.isStandard("BatchNormalization")
                    || shapes.rank(node.input(0)).orElse(0) != IMAGE_DIMENSIONS) {
                continue;
            }
            ChannelAffine.ofNormalization(graph, node).ifPresent(affine -> {
                replace(graph, node, affine);
                written.add(node.name());
            });
        }
        return written;
    }

    private static void replace(Graph graph, GraphNode node, ChannelAffine affine) {
        int channels = affine.factor().length;
        String weights = put(graph, affine.factor(), channels, 1, 1, 1);
        String bias = put(graph, affine.offset(), channels);
        graph.replace(
                node, "Conv", List.of(node.input(0), weights, bias), List.of(Attributes.integer("group", channels)));
    }

    private static String put(Graph graph, double[] values, long... dims) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        String name = graph.freshName("k");
        graph.putInitializer(Tensors.floats(name, floats, dims));
        return name;
    }
}
