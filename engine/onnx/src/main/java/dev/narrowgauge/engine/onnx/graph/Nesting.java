package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the nodes and constants of a flat graph back into the graphs of the control-flow nodes. */
final class Nesting {
    private final Graph graph;
    private final Places places;
    private final Map<String, NodeProto> outlines;
    private final Map<Scope, List<GraphNode>> nodes = new HashMap<>();
    private final Map<Scope, List<TensorProto>> constants = new HashMap<>();
    private final Map<Scope, List<ValueInfoProto>> declarations = new HashMap<>();

    /**
     * @param scopes of nodes, by name
     * @param outlines of the control-flow nodes, by name: with graphs that have no nodes
     */
    Nesting(GraphProto flat, Map<String, Scope> scopes, Map<String, NodeProto> outlines) {
        this.graph = Graph.of(flat);
        this.outlines = outlines;
        this.places = Places.of(graph, scopes, outlines);
    }

    GraphProto nested() {
        graph.topologicalOrder().stream()
                .filter(node -> !FlatModel.isEntry(node))
                .forEach(node -> at(nodes, places.of(node)).add(node));
        for (TensorProto constant : graph.initializers()) {
            places.ofConstant(constant.getName())
                    .ifPresent(scope -> at(constants, scope).add(constant));
        }
        for (ValueInfoProto value : graph.valueInfos()) {
            graph.producer(value.getName())
                    .filter(producer -> !FlatModel.isEntry(producer))
                    .ifPresent(producer -> at(declarations, places.of(producer)).add(value));
        }
        return graph.toProto().toBuilder()
                .clearNode()
                .clearInitializer()
                .clearValueInfo()
                .addAllNode(nodes(Scope.MAIN))
                .addAllInitializer(constants.getOrDefault(Scope.MAIN, List.of()))
                .addAllValueInfo(declarations.getOrDefault(Scope.MAIN, List.of()))
                .build();
    }

    private static <T> List<T> at(Map<Scope, List<T>> lists, Scope scope) {
        return lists.computeIfAbsent(scope, key -> new ArrayList<>());
    }

    private List<NodeProto> nodes(Scope scope) {
        return nodes.getOrDefault(scope, List.of()).stream()
                .map(node -> FlatModel.isExit(node) ? control(node) : node.toProto())
                .toList();
    }

    private NodeProto control(GraphNode exit) {
        NodeProto outline = outlines.get(exit.name());
        NodeProto.Builder node = outline.toBuilder()
                .clearInput()
                .addAllInput(exit.inputs().subList(0, outline.getInputCount()))
                .clearOutput()
                .addAllOutput(exit.outputs());
        int read = outline.getInputCount();
        for (int i = 0; i < outline.getAttributeCount(); i++) {
            AttributeProto attribute = outline.getAttribute(i);
            if (attribute.hasG()) {
                int results = attribute.getG().getOutputCount();
                Scope inner = Places.inner(exit.name(), attribute, places.of(exit), outline);
                GraphProto graphOf =
                        graph(attribute.getG(), inner, exit.inputs().subList(read, read + results));
                node.setAttribute(i, attribute.toBuilder().setG(graphOf));
                read += results;
            }
        }
        return node.build();
    }

    private GraphProto graph(GraphProto outline, Scope scope, List<String> results) {
        GraphProto.Builder inner = outline.toBuilder()
                .addAllNode(nodes(scope))
                .addAllInitializer(constants.getOrDefault(scope, List.of()));
        Set<String> given = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            String result = results.get(i);
            if (!isComputedIn(scope, result) || !given.add(result)) {
                // A graph gives only what it computes itself, and that once.
                result = graph.freshName("i");
                given.add(result);
                inner.addNode(NodeProto.newBuilder()
                        .setName(result)
                        .setOpType("Identity")
                        .addInput(results.get(i))
                        .addOutput(result));
            }
            inner.setOutput(i, outline.getOutput(i).toBuilder().setName(result));
        }
        declarations.getOrDefault(scope, List.of()).stream()
                .filter(value -> !given.contains(value.getName()))
                .forEach(inner::addValueInfo);
        return inner.build();
    }

    private boolean isComputedIn(Scope scope, String value) {
        Optional<GraphNode> producer = graph.producer(value);
        return producer.isPresent() && places.ofResults(producer.get()).equals(scope);
    }
}
