package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import dev.narrowgauge.engine.quantizer.channels.ChannelRegion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Leads as many channels through convolutions of single channels as the kernel takes at once. With any other number it is
 * three to four times as slow in integers; in float it is ten times as slow where four do not divide the number.
 */
final class ChannelPadding {
    private static final long FLOATS_AT_ONCE = 4;
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    private final Graph graph;
    private final ChannelRegion region;
    private final long channels;

    private ChannelPadding(Graph graph, ChannelRegion region) {
        this.graph = graph;
        this.region = region;
        this.channels = region.filled();
    }

    static void apply(Expansion expansion) {
        Graph graph = expansion.graph();
        for (GraphNode node : List.copyOf(graph.topologicalOrder())) {
            long atOnce = expansion.rule(node).isPresent() ? ChannelRegion.AT_ONCE : FLOATS_AT_ONCE;
            if (ChannelRegion.isDepthwise(node, graph) && node.intAttribute("group", 1) % atOnce != 0) {
                ChannelRegion.around(node, graph).ifPresent(region -> {
                    new ChannelPadding(graph, region).write();
                    var places = ChannelPlaces.filledUp(region.channels(), region.filled());
                    region.values().forEach(value -> expansion.place(value, places));
                });
            }
        }
    }

    private void write() {
        region.values().forEach(graph::removeValueInfo);
        for (GraphNode source : region.sources()) {
            fill(source, WEIGHTS, 0);
            fillBias(source);
        }
        for (GraphNode depthwise : region.inside()) {
            fill(depthwise, WEIGHTS, 0);
            fillBias(depthwise);
            depthwise.setAttribute(Attributes.integer("group", channels));
        }
        region.sinks().forEach(sink -> fill(sink, WEIGHTS, 1));
        for (GraphNode node : region.joined()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                Optional<TensorProto> constant = graph.constant(node.input(i)).filter(region::isByChannel);
                if (constant.isPresent()) {
                    fill(node, i, constant.get().getDimsCount() - 3);
                }
            }
        }
    }

    private void fillBias(GraphNode convolution) {
        if (!convolution.input(BIAS).isEmpty()) {
            fill(convolution, BIAS, 0);
        }
    }

    /** Lengthens a dimension of a constant with zeros. */
    private void fill(GraphNode node, int input, int axis) {
        TensorProto before = graph.constant(node.input(input)).orElseThrow();
        long[] dims = before.getDimsList().stream().mapToLong(Long::longValue).toArray();
        int outer = Math.toIntExact(Arrays.stream(dims, 0, axis).reduce(1, Math::multiplyExact));
        float[] values = TensorValues.floats(before);
        int each = values.length / outer;
        int filled = Math.toIntExact(each / region.channels() * channels);
        float[] result = new float[outer * filled];
        for (int i = 0; i < outer; i++) {
            System.arraycopy(values, i * each, result, i * filled, each);
        }
        dims[axis] = channels;
        String name = graph.uniqueName(before.getName() + ".p");
        graph.putInitializer(Tensors.floats(name, result, dims));
        graph.replaceInput(node, input, name);
    }
}
