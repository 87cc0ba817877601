package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule;
import dev.narrowgauge.engine.quantizer.placement.Placement;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import dev.narrowgauge.engine.quantizer.range.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A planned graph while forms are written into it. */
final class Expansion {
    private static final Placement FLOAT = new Placement.Float("It serves a node that is written in another form.");

    private final Graph graph;
    private final Placements planned;
    private final Map<GraphNode, Placement> placements = new HashMap<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Range> knownRanges = new HashMap<>();
    private final Set<String> inner = new HashSet<>();
    private final Map<String, ChannelPlaces> channels = new HashMap<>();
    private Shapes shapes;

    /** @param graph a copy of the one that was planned, which is changed */
    Expansion(Graph graph, Placements planned) {
        this.graph = graph;
        this.planned = planned;
        Map<String, Placement> byName = new HashMap<>();
        planned.nodes().forEach(node -> byName.put(node.name(), planned.of(node)));
        graph.nodes().forEach(node -> placements.put(node, byName.get(node.name())));
    }

    Graph graph() {
        return graph;
    }

    /** How the node computes in integers, if it does. */
    Optional<OperatorRule> rule(GraphNode node) {
        return placements.get(node) instanceof Placement.Quantized(OperatorRule rule)
                ? Optional.of(rule)
                : Optional.empty();
    }

    /** The Relu or Clip that disappears in the result range of the node. */
    Optional<GraphNode> absorbedReader(GraphNode node) {
        List<GraphNode> readers = graph.consumers(node.output(0));
        return readers.size() == 1 && placements.get(readers.getFirst()) instanceof Placement.Absorbed
                ? Optional.of(readers.getFirst())
                : Optional.empty();
    }

    /** The length of a dimension, where it is a number. */
    OptionalLong length(String value, int axis) {
        return shapes().of(value)
                .filter(shape -> axis < shape.size())
                .map(shape -> shape.get(axis))
                .map(Dimension::number)
                .orElse(OptionalLong.empty());
    }

    Shapes shapes() {
        if (shapes == null) {
            shapes = Shapes.of(graph);
        }
        return shapes;
    }

    /** A name for a value between the nodes of one form. */
    String between() {
        String name = graph.freshName("i");
        inner.add(name);
        return name;
    }

    /** Says that a value between the nodes has the same numbers, in another order, as one that was observed. */
    void observe(String between, String as) {
        sources.put(between, as);
    }

    /** Says which range a value between the nodes has. */
    void know(String between, Range range) {
        knownRanges.put(between, range);
    }

    /** Says that a value of the planned graph has more channels now, or has them in another order. */
    void place(String value, ChannelPlaces places) {
        channels.put(value, places);
    }

    String constant(long... values) {
        return put(Tensors.int64(graph.freshName("k"), values, values.length));
    }

    String scalar(float value) {
        return put(Tensors.floats(graph.freshName("k"), new float[] {value}));
    }

    String put(TensorProto tensor) {
        graph.putInitializer(tensor);
        return tensor.getName();
    }

    void remove(GraphNode node) {
        placements.remove(node);
        graph.remove(node);
    }

    /** Adds a node that computes in integers. */
    void add(OperatorRule rule, String name, List<String> inputs, String output, AttributeProto... attributes) {
        add(new Placement.Quantized(rule), rule.opType(), name, inputs, output, attributes);
    }

    void add(OperatorRule rule, List<String> inputs, String output, AttributeProto... attributes) {
        add(rule, graph.freshName("i"), inputs, output, attributes);
    }

    /** Adds a Clip that disappears in the result range of the node before it. */
    void addAbsorbedClip(String name, String input, float low, float high, String output) {
        add(new Placement.Absorbed(), "Clip", name, List.of(input, scalar(low), scalar(high)), output);
    }

    /** Puts a Relu or Clip that disappears behind the node that now computes what it cuts. */
    void moveAbsorbed(GraphNode cut, String input, String output) {
        Placement placement = placements.get(cut);
        remove(cut);
        List<String> inputs = new ArrayList<>(cut.inputs());
        inputs.set(0, input);
        placements.put(graph.add(cut.opType(), cut.name(), inputs, List.of(output), cut.attributes()), placement);
    }

    /** Adds a node that works on whole numbers, such as shapes. */
    String addForShapes(String opType, List<String> inputs, AttributeProto... attributes) {
        String output = graph.freshName("i");
        add(FLOAT, opType, graph.freshName("i"), inputs, output, attributes);
        return output;
    }

    void addFloat(String opType, List<String> inputs, String output) {
        add(FLOAT, opType, graph.freshName("i"), inputs, output);
    }

    private void add(
            Placement placement,
            String opType,
            String name,
            List<String> inputs,
            String output,
            AttributeProto... attributes) {
        placements.put(graph.add(opType, name, inputs, List.of(output), List.of(attributes)), placement);
    }

    /** The values along a chain of nodes from the first to the last. */
    List<String> chain(String first, int nodes, String last) {
        List<String> values = new ArrayList<>(List.of(first));
        for (int i = 1; i < nodes; i++) {
            values.add(between());
        }
        values.add(last);
        return values;
    }

    IntegerForm finished() {
        graph.removeUnusedInitializers();
        return new IntegerForm(
                graph, Placements.of(graph, planned.style(), placements), sources, knownRanges, inner, channels);
    }
}
