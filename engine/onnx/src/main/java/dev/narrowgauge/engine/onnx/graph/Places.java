package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scope of every node of a flat graph. What no result needs is dropped from branches and bodies. A DequantizeLinear that
 * several scopes read stands in each of them, and so does a single number, such as a scale; a QuantizeLinear stands behind
 * the node whose result it reads. A runtime fuses what it finds in one graph.
 */
final class Places {
    /** ONNX Runtime follows codes through these, and does not see the readers in other graphs on the way. */
    private static final Set<String> MOVES =
            Set.of("Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Slice", "MaxPool", "Identity");

    private final Graph graph;
    private final Map<String, Scope> known;
    private final Map<String, NodeProto> outlines;
    private final Map<GraphNode, Scope> earliest = new HashMap<>();
    private final Map<GraphNode, Scope> places = new HashMap<>();

    private record Edge(GraphNode reader, int input, Scope scope) {}

    private Places(Graph graph, Map<String, Scope> known, Map<String, NodeProto> outlines) {
        this.graph = graph;
        this.known = known;
        this.outlines = outlines;
    }

    /** Changes the graph where nodes are dropped or doubled. */
    static Places of(Graph graph, Map<String, Scope> known, Map<String, NodeProto> outlines) {
        Places places = new Places(graph, known, outlines);
        List<GraphNode> order = graph.topologicalOrder();
        order.forEach(node -> places.earliest.put(node, places.earliest(node)));
        order.reversed().forEach(places::place);
        List.copyOf(graph.initializers()).forEach(places::placeNumber);
        return places;
    }

    private void placeNumber(TensorProto constant) {
        if (constant.getDimsList().stream().anyMatch(length -> length != 1)) {
            return;
        }
        Map<Scope, List<Edge>> readers = new LinkedHashMap<>();
        edges(constant.getName())
                .forEach(edge -> readers.computeIfAbsent(edge.scope(), scope -> new ArrayList<>())
                        .add(edge));
        boolean isGiven = graph.isGraphInput(constant.getName()) || graph.isGraphOutput(constant.getName());
        readers.entrySet().stream().skip(isGiven ? 0 : 1).forEach(each -> {
            if (isGiven && each.getKey().isMain()) {
                return;
            }
            String name = graph.freshName("k");
            graph.putInitializer(constant.toBuilder().setName(name).build());
            each.getValue().forEach(edge -> graph.replaceInput(edge.reader(), edge.input(), name));
        });
    }

    /** The scope that a graph of a control-flow node is. */
    static Scope inner(String node, AttributeProto attribute, Scope outer, NodeProto outline) {
        return new Scope(outer, node, attribute.getName(), !outline.getOpType().equals("If"));
    }

    Scope of(GraphNode node) {
        return places.get(node);
    }

    /** Where the node's results are: an entry stands outside and gives what is inside. */
    Scope ofResults(GraphNode node) {
        return FlatModel.isEntry(node) ? known.get(node.name()) : places.get(node);
    }

    /** The innermost scope from which all readers see the constant; empty where there are none. */
    Optional<Scope> ofConstant(String value) {
        if (graph.isGraphInput(value)) {
            return Optional.of(Scope.MAIN);
        }
        return edges(value).stream().map(Edge::scope).reduce(Scope::common);
    }

    /** The outermost scope that the node could be in: where it was, or else where all that it reads is there. */
    private Scope earliest(GraphNode node) {
        Scope own = known.get(node.name());
        if (own != null) {
            return own;
        }
        Scope deepest = Scope.MAIN;
        for (String input : node.inputs()) {
            Scope scope = graph.producer(input).map(earliest::get).orElse(Scope.MAIN);
            deepest = scope.depth() > deepest.depth() ? scope : deepest;
        }
        return deepest;
    }

    private void place(GraphNode node) {
        Map<Scope, List<Edge>> readers = new LinkedHashMap<>();
        node.outputs()
                .forEach(output -> edges(output)
                        .forEach(edge -> readers.computeIfAbsent(edge.scope(), scope -> new ArrayList<>())
                                .add(edge)));
        Scope own = known.get(node.name());
        if (FlatModel.isEntry(node)) {
            places.put(node, own.outer());
            return;
        }
        if (FlatModel.isExit(node) && !readers.isEmpty()) {
            places.put(node, own);
            return;
        }
        if (readers.isEmpty()) {
            unread(node);
            return;
        }
        Scope shared = readers.keySet().stream().reduce(Scope::common).orElseThrow();
        boolean isMoved =
                isMoveOfCodes(node) && shared.common(earliest.get(node)).equals(earliest.get(node));
        if (own == null && node.isStandard("DequantizeLinear") || isMoved) {
            inEach(node, readers);
            return;
        }
        if (own != null) {
            places.put(node, own.common(shared));
        } else {
            places.put(node, isBehindNode(node) ? earliest.get(node) : shared.onceFrom(earliest.get(node)));
        }
    }

    /** Whether it only moves what is dequantized before it: a runtime moves the codes instead. */
    private boolean isMoveOfCodes(GraphNode node) {
        Optional<GraphNode> before = Optional.of(node);
        while (before.isPresent() && isMove(before.get())) {
            before = graph.producer(before.get().input(0));
        }
        return isMove(node)
                && before.filter(writer -> writer.isStandard("DequantizeLinear") && !known.containsKey(writer.name()))
                        .isPresent();
    }

    private static boolean isMove(GraphNode node) {
        return node.domain().isEmpty()
                && MOVES.contains(node.opType())
                && node.outputs().size() == 1;
    }

    /** Whether a kernel may give the codes that the node makes of its result. */
    private boolean isBehindNode(GraphNode node) {
        return node.isStandard("QuantizeLinear")
                && graph.producer(node.input(0))
                        .filter(producer -> !FlatModel.isEntry(producer))
                        .isPresent();
    }

    private void unread(GraphNode node) {
        Scope scope = earliest.get(node);
        if (scope.isMain()) {
            places.put(node, scope);
        } else {
            graph.remove(node);
        }
    }

    private void inEach(GraphNode node, Map<Scope, List<Edge>> readers) {
        Set<Scope> scopes = new LinkedHashSet<>();
        // The first one keeps its name.
        Scope earlier = earliest.get(node);
        if (readers.containsKey(earlier)) {
            scopes.add(earlier);
        }
        scopes.addAll(readers.keySet());
        boolean isFirst = true;
        for (Scope scope : scopes) {
            if (isFirst) {
                places.put(node, scope);
                isFirst = false;
                continue;
            }
            String name = graph.freshName("d");
            GraphNode copy = graph.add(node.opType(), name, node.inputs(), List.of(name), node.attributes());
            readers.get(scope).forEach(edge -> graph.replaceInput(edge.reader(), edge.input(), name));
            places.put(copy, scope);
        }
    }

    /** Who reads the value, each time from where; the caller of the model, who has no node, is in the main scope. */
    private List<Edge> edges(String value) {
        List<Edge> edges = new ArrayList<>();
        if (value.isEmpty()) {
            return edges;
        }
        if (graph.isGraphOutput(value)) {
            edges.add(new Edge(null, 0, Scope.MAIN));
        }
        for (GraphNode reader : graph.consumers(value)) {
            for (int i = 0; i < reader.inputs().size(); i++) {
                if (reader.input(i).equals(value)) {
                    edges.add(new Edge(reader, i, scopeOf(reader, i)));
                }
            }
        }
        return edges;
    }

    private Scope scopeOf(GraphNode reader, int input) {
        Scope scope = places.get(reader);
        if (!FlatModel.isExit(reader)) {
            return scope;
        }
        NodeProto outline = outlines.get(reader.name());
        int end = outline.getInputCount();
        if (input < end) {
            return scope;
        }
        for (AttributeProto attribute : outline.getAttributeList()) {
            end += attribute.getG().getOutputCount();
            if (attribute.hasG() && input < end) {
                return inner(reader.name(), attribute, scope, outline);
            }
        }
        throw new IllegalStateException(reader + " has " + (input + 1) + " inputs");
    }
}
