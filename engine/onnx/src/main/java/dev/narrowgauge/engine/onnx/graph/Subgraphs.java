package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What lies inside the graph-valued attributes of control-flow nodes. */
public final class Subgraphs {
    private Subgraphs() {}

    /** The graphs held directly by a node's attributes. */
    public static List<GraphProto> of(NodeProto node) {
        List<GraphProto> graphs = new ArrayList<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                graphs.add(attribute.getG());
            }
            graphs.addAll(attribute.getGraphsList());
        }
        return graphs;
    }

    /** The node with each of its graphs replaced. */
    public static NodeProto changed(NodeProto node, UnaryOperator<GraphProto> change) {
        if (of(node).isEmpty()) {
            return node;
        }
        NodeProto.Builder changed = node.toBuilder();
        for (AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.setG(change.apply(attribute.getG()));
            }
            for (int i = 0; i < attribute.getGraphsCount(); i++) {
                attribute.setGraphs(i, change.apply(attribute.getGraphs(i)));
            }
        }
        return changed.build();
    }

    /** Visits the graph and all graphs nested in it. */
    public static void visitGraphs(GraphProto graph, Consumer<GraphProto> visitor) {
        visitor.accept(graph);
        graph.getNodeList().forEach(node -> of(node).forEach(subgraph -> visitGraphs(subgraph, visitor)));
    }

    /** Visits every node of the graph and of all graphs nested in it. */
    public static void visitNodes(GraphProto graph, Consumer<NodeProto> visitor) {
        for (NodeProto node : graph.getNodeList()) {
            visitor.accept(node);
            of(node).forEach(subgraph -> visitNodes(subgraph, visitor));
        }
    }

    /** Names that the node's subgraphs read but do not define: they belong to a graph around them. */
    public static Set<String> capturedValues(NodeProto node) {
        Set<String> captured = new LinkedHashSet<>();
        of(node).forEach(graph -> captured.addAll(freeNames(graph)));
        return captured;
    }

    private static Set<String> freeNames(GraphProto graph) {
        Set<String> defined = new HashSet<>();
        graph.getInputList().forEach(input -> defined.add(input.getName()));
        graph.getInitializerList().forEach(initializer -> defined.add(initializer.getName()));
        graph.getNodeList().forEach(node -> defined.addAll(node.getOutputList()));
        Set<String> read = new LinkedHashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            read.addAll(node.getInputList());
            read.addAll(capturedValues(node));
        }
        graph.getOutputList().forEach(output -> read.add(output.getName()));
        read.removeAll(defined);
        read.remove("");
        return read;
    }
}
