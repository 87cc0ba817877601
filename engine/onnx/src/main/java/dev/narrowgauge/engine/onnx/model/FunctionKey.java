package dev.narrowgauge.engine.onnx.model;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** By what a node refers to a function of the model. */
record FunctionKey(String domain, String name, String overload) {
    static FunctionKey of(NodeProto node) {
        return new FunctionKey(node.getDomain(), node.getOpType(), node.getOverload());
    }

    /** Keys of all nodes of a function, subgraphs included, whether they name functions or operators. */
    static Set<FunctionKey> calledBy(FunctionProto function) {
        Set<FunctionKey> called = new HashSet<>();
        addCalls(function.getNodeList(), called);
        return called;
    }

    private static void addCalls(List<NodeProto> nodes, Set<FunctionKey> called) {
        for (NodeProto node : nodes) {
            called.add(of(node));
            for (AttributeProto attribute : node.getAttributeList()) {
                addCalls(attribute.getG().getNodeList(), called);
                attribute.getGraphsList().forEach(graph -> addCalls(graph.getNodeList(), called));
            }
        }
    }
}
