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
