package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Which operators take scaled channels, and what becomes of the scales. */
final class StepRules {
    private static final Set<String> LAYERS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

    /** Functions of single values, or of windows of one channel, that a positive factor runs through. */
    private static final Set<String> HOMOGENEOUS = Set.of(
            "Identity",
            "Abs",
            "Neg",
            "Relu",
            "LeakyRelu",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool");

    private static final Set<String> JOINS = Set.of("Add", "Sub", "Sum", "Max", "Min");

    /** No float that a trained network gives is larger. */
    private static final float UNBOUNDED = 1e30f;

    private final ChannelFlow flow;
    private final Graph graph;
    private final ConstantRules constants;
    private final MovementRules movements;

    StepRules(ChannelFlow flow) {
        this.flow = flow;
        this.graph = flow.graph();
        this.constants = new ConstantRules(flow);
        this.movements = new MovementRules(flow);
    }

    /** Whether the channels run through the node; those of a node where they do not keep their scale. */
    boolean follow(GraphNode node) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        String opType = node.opType();
        if (LAYERS.contains(opType)) {
            return followLayer(node);
        }
        if (node.inputs().stream().noneMatch(flow::isFollowed)) {
            return false;
        }
        if (HOMOGENEOUS.contains(opType)) {
            return map(node);
        }
        if (JOINS.contains(opType)) {
            return node.inputs().stream()
                            .anyMatch(input -> graph.constant(input).isPresent())
                    ? constants.shift(node)
                    : join(node);
        }
        return switch (opType) {
            case "PRelu" -> hasSlopesByChannel(node) && map(node);
            case "Clip" -> hasOnlyZeroBelow(node) && map(node);
            case "Mul" ->
                node.inputs().stream().anyMatch(input -> graph.constant(input).isPresent())
                        ? constants.factor(node)
                        : gate(node);
            case "Div" -> graph.constant(node.input(1)).isPresent() && constants.factor(node);
            default -> movements.follow(node);
        };
    }

    private boolean followLayer(GraphNode node) {
        Optional<Layer> layer = Layer.of(graph, node);
        OptionalInt rank = layer.isPresent() ? rank(node, layer.get()) : OptionalInt.empty();
        if (rank.isEmpty()) {
            return false;
        }
        int axis = node.isStandard("MatMul") ? rank.getAsInt() - 1 : 1;
        Channels input = flow.channels().get(node.input(0));
        boolean isSummed = input != null
                && input.rank() == rank.getAsInt()
                && input.axis() == axis
                && input.count() == layer.get().inputs();
        if (!isSummed) {
            flow.fix(node.input(0));
        }
        int[] fresh = flow.classes().fresh(layer.get().outputs());
        flow.add(
                node,
                new Step.Weighted(layer.get(), isSummed ? node.input(0) : "", node.output(0)),
                new Channels(rank.getAsInt(), axis, fresh));
        return true;
    }

    private OptionalInt rank(GraphNode node, Layer layer) {
        if (!node.isStandard("MatMul")) {
            return OptionalInt.of(layer.weights().getDimsCount());
        }
        OptionalInt rank = flow.shapes().rank(node.input(0));
        return rank.orElse(0) >= 2 ? rank : OptionalInt.empty();
    }

    private boolean hasSlopesByChannel(GraphNode node) {
        Channels input = flow.channels().get(node.input(0));
        return input != null
                && graph.constant(node.input(1))
                        .filter(slope -> ConstantRules.isAlong(slope, input))
                        .isPresent();
    }

    /** A Clip between zero and nothing is a Relu. */
    private boolean hasOnlyZeroBelow(GraphNode clip) {
        return bound(clip, 1, Float.NEGATIVE_INFINITY) == 0 && bound(clip, 2, Float.POSITIVE_INFINITY) >= UNBOUNDED;
    }

    private float bound(GraphNode clip, int index, float absent) {
        if (clip.input(index).isEmpty()) {
            return clip.floatAttribute(index == 1 ? "min" : "max", absent);
        }
        return graph.constant(clip.input(index))
                .filter(bound -> TensorValues.elementCount(bound) == 1)
                .map(bound -> TensorValues.floats(bound)[0])
                .orElse(Float.NaN);
    }

    private boolean map(GraphNode node) {
        Channels input = flow.channels().get(node.input(0));
        if (input == null
                || node.outputs().stream().filter(output -> !output.isEmpty()).count() != 1) {
            return false;
        }
        boolean isPooled = node.opType().endsWith("Pool") && input.axis() != 1;
        if (isPooled) {
            return false;
        }
        flow.add(node, new Step.Mapped(node.input(0), node.output(0), IntUnaryOperator.identity()), input);
        return true;
    }

    private boolean join(GraphNode node) {
        List<Channels> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            Channels channels = flow.channels().get(input);
            if (channels == null || !channels.isAligned(inputs.isEmpty() ? channels : inputs.getFirst())) {
                return false;
            }
            inputs.add(channels);
        }
        inputs.forEach(channels -> flow.join(inputs.getFirst(), channels));
        flow.add(node, new Step.Joined(node.inputs(), node.output(0)), inputs.getFirst());
        return true;
    }

    /** A product of two values, of which one keeps its scale; the other one's runs through. */
    private boolean gate(GraphNode node) {
        int gate = isFixed(node.input(1)) ? 1 : 0;
        String value = node.input(1 - gate);
        Channels channels = flow.channels().get(value);
        if (channels == null || !isFixed(node.input(gate)) || !keepsChannels(node.output(0), channels)) {
            return false;
        }
        flow.add(node, new Step.Mapped(value, node.output(0), IntUnaryOperator.identity()), channels);
        return true;
    }

    private boolean isFixed(String value) {
        return !flow.isFollowed(value) || !flow.hasFreeChannels(value);
    }

    private boolean keepsChannels(String output, Channels channels) {
        return flow.shapes()
                .of(output)
                .filter(shape -> shape.size() == channels.rank()
                        && shape.get(channels.axis()).is(channels.count()))
                .isPresent();
    }
}
