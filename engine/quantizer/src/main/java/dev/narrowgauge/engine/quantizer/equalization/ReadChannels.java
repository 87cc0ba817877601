package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The channels of a value as the layer that sums them weighs them.
 *
 * @param reader name of the layer
 * @param isLast whether the channels are the value's last axis; the second one otherwise
 * @param gains the sum of the squared weights that the layer reads each channel with
 */
public record ReadChannels(String value, String reader, boolean isLast, List<Double> gains) {
    public ReadChannels {
        gains = List.copyOf(gains);
    }

    /** Empty where the node is no layer with constant weights. */
    public static Optional<ReadChannels> of(Graph graph, GraphNode node) {
        return Layer.of(graph, node).map(ReadChannels::of);
    }

    private static ReadChannels of(Layer layer) {
        double[] gains = new double[layer.inputs()];
        FloatBuffer weights = layer.values();
        layer.forEachKernel((output, input, from) -> gains[input] += Layer.squared(weights, from, layer.kernel()));
        GraphNode node = layer.node();
        boolean isLast = node.opType().equals("Gemm") || node.opType().equals("MatMul");
        return new ReadChannels(
                node.input(0), node.name(), isLast, Arrays.stream(gains).boxed().toList());
    }

    /** The axis of the channels in a value of that many dimensions. */
    public int axis(int rank) {
        return isLast ? rank - 1 : 1;
    }
}
