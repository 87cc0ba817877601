package dev.narrowgauge.engine.quantizer.channels;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values whose channels stay apart from one another: all of them come out of convolutions over all channels, go through
 * nodes that compute each channel by itself, and end in convolutions over all channels. More channels can be led through
 * such a region: what zero weights put in, zero weights leave out.
 *
 * @param channels of each value
 * @param values in the region
 * @param sources convolutions that give values of the region
 * @param inside convolutions of each channel by itself
 * @param sinks convolutions that read values of the region
 * @param joined nodes that join values of the region with a constant for each channel
 */
public record ChannelRegion(
        long channels,
        Set<String> values,
        Set<GraphNode> sources,
        Set<GraphNode> inside,
        Set<GraphNode> sinks,
        Set<GraphNode> joined) {

    /** What ONNX Runtime's integer kernel for convolutions of single channels takes at once, on every processor. */
    public static final long AT_ONCE = 16;

    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    private static final Set<String> BY_CHANNEL = Set.of(
            "Relu",
            "Clip",
            "LeakyRelu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool");

    private static final Set<String> JOINS = Set.of("Add", "Mul");

    /** The region around a convolution of each channel by itself; empty where its channels cannot be more. */
    public static Optional<ChannelRegion> around(GraphNode depthwise, Graph graph) {
        if (!isDepthwise(depthwise, graph)) {
            return Optional.empty();
        }
        ChannelRegion region = new ChannelRegion(
                depthwise.intAttribute("group", 1),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>());
        return region.isClosedFrom(depthwise, graph) ? Optional.of(region) : Optional.empty();
    }

    /** The number of channels, filled up to a multiple of {@link #AT_ONCE}. */
    public long filled() {
        return Math.ceilDiv(channels, AT_ONCE) * AT_ONCE;
    }

    public static boolean isDepthwise(GraphNode node, Graph graph) {
        return isConvolution(node, graph)
                && graph.constant(node.input(WEIGHTS)).orElseThrow().getDims(0) == node.intAttribute("group", 1)
                && node.intAttribute("group", 1) > 1;
    }

    private static boolean isConvolution(GraphNode node, Graph graph) {
        return node.isStandard("Conv")
                && graph.constant(node.input(WEIGHTS)).isPresent()
                && (node.input(BIAS).isEmpty()
                        || graph.constant(node.input(BIAS)).isPresent());
    }

    private boolean isClosedFrom(GraphNode depthwise, Graph graph) {
        Deque<String> open = new ArrayDeque<>(List.of(depthwise.input(0)));
        while (!open.isEmpty()) {
            String value = open.remove();
            if (!values.add(value)) {
                continue;
            }
            Optional<GraphNode> producer = graph.producer(value);
            if (producer.isEmpty() || graph.isGraphOutput(value) || !addProducer(producer.get(), graph, open)) {
                return false;
            }
            for (GraphNode reader : graph.consumers(value)) {
                if (!addReader(reader, value, graph, open)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean addProducer(GraphNode node, Graph graph, Deque<String> open) {
        if (isConvolution(node, graph) && node.intAttribute("group", 1) == 1) {
            sources.add(node);
            return hasAllChannels(node, 0, graph);
        }
        return addInside(node, graph, open);
    }

    private boolean addReader(GraphNode node, String value, Graph graph, Deque<String> open) {
        if (!node.inputs().contains(value)) {
            return false;
        }
        if (isConvolution(node, graph) && node.intAttribute("group", 1) == 1) {
            sinks.add(node);
            return hasAllChannels(node, 1, graph);
        }
        return addInside(node, graph, open);
    }

    private boolean addInside(GraphNode node, Graph graph, Deque<String> open) {
        if (isDepthwise(node, graph) && hasAllChannels(node, 0, graph)) {
            inside.add(node);
            open.add(node.input(0));
        } else if (node.domain().isEmpty() && BY_CHANNEL.contains(node.opType()) && hasOneResult(node)) {
            open.add(node.input(0));
        } else if (node.domain().isEmpty() && JOINS.contains(node.opType())) {
            for (String input : node.inputs()) {
                Optional<TensorProto> constant = graph.constant(input);
                if (constant.isEmpty()) {
                    open.add(input);
                } else if (isByChannel(constant.get())) {
                    joined.add(node);
                } else if (TensorValues.elementCount(constant.get()) != 1) {
                    return false;
                }
            }
        } else {
            return false;
        }
        open.add(node.output(0));
        return true;
    }

    /** A value of one channel can be joined with one of many, and is none of the region. */
    private boolean hasAllChannels(GraphNode convolution, int axis, Graph graph) {
        return graph.constant(convolution.input(WEIGHTS)).orElseThrow().getDims(axis) == channels;
    }

    /** Whether the constant has a number for each channel, and length 1 in every other dimension. */
    public boolean isByChannel(TensorProto constant) {
        List<Long> dims = constant.getDimsList();
        return TensorValues.elementCount(constant) == channels
                && dims.size() >= 3
                && dims.get(dims.size() - 3) == channels;
    }

    private static boolean hasOneResult(GraphNode node) {
        return node.outputs().stream().filter(output -> !output.isEmpty()).count() == 1;
    }
}
