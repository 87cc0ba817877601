package dev.narrowgauge.engine.quantizer.preparation;

import static dev.narrowgauge.engine.quantizer.preparation.OpsetUpgrade.Kind.INTEGER;
import static dev.narrowgauge.engine.quantizer.preparation.OpsetUpgrade.Kind.INTEGERS;
import static dev.narrowgauge.engine.quantizer.preparation.OpsetUpgrade.Kind.REAL;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Raises a graph from opset 7 to 12 to opset 13, the first with one scale per channel.
 *
 * <p>Between them most operators only gained types. Those of {@link #MOVES} took attributes as inputs instead; the softmax
 * family stopped flattening its input; Upsample and Resize 10 became a case of Resize; Scatter got another name.
 */
final class OpsetUpgrade {
    static final long PER_CHANNEL = 13;

    private static final long OLDEST = 7;

    private static final long TRUE_MASK = 10;

    enum Kind {
        INTEGER,
        INTEGERS,
        REAL
    }

    /** An attribute that became the next input of the operator in that opset. */
    private record Move(String opType, long since, String attribute, Kind kind) {}

    private static final List<Move> MOVES = List.of(
            new Move("Slice", 10, "starts", INTEGERS),
            new Move("Slice", 10, "ends", INTEGERS),
            new Move("Slice", 10, "axes", INTEGERS),
            new Move("TopK", 10, "k", INTEGER),
            new Move("Clip", 11, "min", REAL),
            new Move("Clip", 11, "max", REAL),
            new Move("Pad", 11, "pads", INTEGERS),
            new Move("Pad", 11, "value", REAL),
            new Move("Squeeze", 13, "axes", INTEGERS),
            new Move("Unsqueeze", 13, "axes", INTEGERS),
            new Move("ReduceSum", 13, "axes", INTEGERS),
            new Move("Split", 13, "split", INTEGERS));

    private static final Set<String> RENAMED = Set.of("Scatter", "Upsample", "Resize", "Dropout");

    private static final Set<String> SOFTMAX_FAMILY = Set.of("Softmax", "LogSoftmax", "Hardmax");

    private final Graph graph;
    private final long opset;
    private final Map<String, String> constants = new HashMap<>();

    private OpsetUpgrade(Graph graph, long opset) {
        this.graph = graph;
        this.opset = opset;
    }

    /**
     * Raises the graph in place, and the model's imports with it, where its opset is older. Fails with
     * MODEL_UNSUPPORTED_OPSET where the old meaning cannot be kept.
     *
     * @param target at most {@link LaterOpsets#LAST}
     */
    static void raise(ModelProto.Builder model, Graph graph, long target) {
        long opset = ModelPreparation.opset(model);
        if (opset >= target) {
            return;
        }
        if (opset < PER_CHANNEL) {
            apply(graph, opset);
        }
        long raised = Math.max(target, PER_CHANNEL);
        LaterOpsets.apply(graph, Math.max(opset, PER_CHANNEL), raised);
        ModelPreparation.setOpset(model, raised);
    }

    private static void apply(Graph graph, long opset) {
        if (opset < OLDEST) {
            throw refused("The model uses opset " + opset + "; the oldest that can be quantized is " + OLDEST + ".");
        }
        OpsetUpgrade upgrade = new OpsetUpgrade(graph, opset);
        List.copyOf(graph.nodes()).stream()
                .filter(node -> node.domain().isEmpty())
                .forEach(upgrade::upgrade);
    }

    private void upgrade(GraphNode node) {
        requireUntouchedSubgraphs(node);
        if (SOFTMAX_FAMILY.contains(node.opType())) {
            softmax(node);
            return;
        }
        switch (node.opType()) {
            case "Scatter" -> graph.replace(node, "ScatterElements", node.inputs(), node.attributes());
            case "Upsample" -> resize(node);
            case "Resize" -> {
                if (opset < 11) {
                    resize(node);
                } else if (node.stringAttribute("coordinate_transformation_mode", "")
                        .equals("tf_half_pixel_for_nn")) {
                    throw refused("The node '" + node.name() + "' resizes with tf_half_pixel_for_nn, which opset "
                            + PER_CHANNEL + " no longer has.");
                }
            }
            case "Dropout" -> dropout(node);
            default -> moveAttributes(node);
        }
    }

    private void requireUntouchedSubgraphs(GraphNode node) {
        node.subgraphs()
                .forEach(subgraph -> Subgraphs.visitNodes(subgraph, inner -> {
                    if (isTouched(inner.getOpType())) {
                        throw refused("The model uses opset " + opset + " with the " + inner.getOpType() + " node '"
                                + inner.getName() + "' in its control flow, which cannot be raised to opset "
                                + PER_CHANNEL + ".");
                    }
                }));
    }

    private boolean isTouched(String opType) {
        return SOFTMAX_FAMILY.contains(opType)
                || RENAMED.contains(opType)
                || MOVES.stream().anyMatch(move -> move.opType().equals(opType) && opset < move.since());
    }

    /** The mask was a number before it became a truth value. */
    private void dropout(GraphNode node) {
        node.removeAttribute("ratio");
        String mask = node.output(1);
        if (opset < TRUE_MASK && !mask.isEmpty()) {
            String truth = graph.freshName("u");
            graph.renameOutput(node, 1, truth);
            graph.add(
                    "Cast",
                    graph.freshName("u"),
                    List.of(truth),
                    List.of(mask),
                    List.of(Attributes.integer("to", ElementType.FLOAT.number())));
        }
    }

    private void moveAttributes(GraphNode node) {
        List<Move> moves = MOVES.stream()
                .filter(move -> move.opType().equals(node.opType()) && opset < move.since())
                .toList();
        if (moves.isEmpty()) {
            return;
        }
        List<String> inputs = new ArrayList<>(List.of(node.input(0)));
        for (Move move : moves) {
            inputs.add(
                    node.hasAttribute(move.attribute()) ? constant(node.attribute(move.attribute()), move.kind()) : "");
        }
        while (inputs.getLast().isEmpty()) {
            inputs.removeLast();
        }
        List<AttributeProto> kept = node.attributes().stream()
                .filter(attribute ->
                        moves.stream().noneMatch(move -> move.attribute().equals(attribute.getName())))
                .toList();
        graph.replace(node, node.opType(), inputs, kept);
    }

    private String constant(AttributeProto attribute, Kind kind) {
        return switch (kind) {
            case INTEGER -> integers(attribute.getI());
            case INTEGERS ->
                integers(attribute.getIntsList().stream()
                        .mapToLong(Long::longValue)
                        .toArray());
            case REAL ->
                constants.computeIfAbsent("r" + attribute.getF(), key -> {
                    String name = graph.freshName("k");
                    graph.putInitializer(Tensors.floats(name, new float[] {attribute.getF()}));
                    return name;
                });
        };
    }

    private String integers(long... values) {
        return constants.computeIfAbsent("i" + Arrays.toString(values), key -> {
            String name = graph.freshName("k");
            graph.putInitializer(Tensors.int64(name, values, values.length));
            return name;
        });
    }

    /** Before opset 13 everything from the axis on is one row. */
    private void softmax(GraphNode node) {
        long axis = node.intAttribute("axis", 1);
        boolean isMatrix = graph.producer(node.input(0))
                .filter(producer -> producer.isStandard("Gemm") || producer.isStandard("Flatten"))
                .isPresent();
        AttributeProto last = Attributes.integer("axis", -1);
        if (axis == -1 || (axis == 1 && isMatrix)) {
            node.setAttribute(last);
            return;
        }
        String value = node.input(0);
        String shape = add("Shape", List.of(value));
        String rows = add("Flatten", List.of(value), Attributes.integer("axis", axis));
        String result = add(node.opType(), List.of(rows), last);
        graph.replace(node, "Reshape", List.of(result, shape), List.of());
    }

    private void resize(GraphNode node) {
        String scales = node.input(1);
        if (node.hasAttribute("scales")) {
            List<Float> values = node.attribute("scales").getFloatsList();
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i);
            }
            scales = graph.freshName("k");
            graph.putInitializer(Tensors.floats(scales, floats, floats.length));
        }
        graph.replace(
                node,
                "Resize",
                List.of(node.input(0), "", scales),
                List.of(
                        Attributes.text("coordinate_transformation_mode", "asymmetric"),
                        Attributes.text("mode", node.stringAttribute("mode", "nearest")),
                        Attributes.text("nearest_mode", "floor")));
    }

    private String add(String opType, List<String> inputs, AttributeProto... attributes) {
        String name = graph.freshName("u");
        graph.add(opType, name, inputs, List.of(name), List.of(attributes));
        return name;
    }

    private static NarrowgaugeException refused(String sentence) {
        return new NarrowgaugeException(
                ErrorCode.MODEL_UNSUPPORTED_OPSET,
                sentence + " Export the model again with opset " + PER_CHANNEL + " or later.");
    }
}
