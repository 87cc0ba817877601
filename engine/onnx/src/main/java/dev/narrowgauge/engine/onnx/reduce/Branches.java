package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;

/** Puts one branch of an If into the graph around it, so that the nodes of the branch can be cut like all others. */
final class Branches {
    private Branches() {}

    /** One candidate for each branch of each If. */
    static List<FaultyModel> inlined(FaultyModel whole) {
        List<FaultyModel> candidates = new ArrayList<>();
        List<NodeProto> nodes = whole.model().getGraph().getNodeList();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).getOpType().equals("If")) {
                for (AttributeProto branch : nodes.get(i).getAttributeList()) {
                    candidates.add(inlined(whole, i, branch.getG()));
                }
            }
        }
        return candidates;
    }

    private static FaultyModel inlined(FaultyModel whole, int index, GraphProto branch) {
        GraphProto graph = whole.model().getGraph();
        NodeProto branching = graph.getNode(index);
        GraphProto.Builder changed = graph.toBuilder()
                .clearNode()
                .addAllNode(graph.getNodeList().subList(0, index))
                .addAllNode(branch.getNodeList())
                .addAllInitializer(branch.getInitializerList())
                .addAllSparseInitializer(branch.getSparseInitializerList())
                .addAllValueInfo(branch.getValueInfoList());
        for (int i = 0; i < branching.getOutputCount() && i < branch.getOutputCount(); i++) {
            changed.addNode(NodeProto.newBuilder()
                    .setOpType("Identity")
                    .addInput(branch.getOutput(i).getName())
                    .addOutput(branching.getOutput(i)));
        }
        changed.addAllNode(graph.getNodeList().subList(index + 1, graph.getNodeCount()));
        return Pruning.prune(whole.withGraph(changed.build()));
    }
}
