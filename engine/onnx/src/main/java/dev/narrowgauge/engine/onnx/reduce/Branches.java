package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Puts one branch of an If into the graph around it, so that the nodes of the branch can be cut like all others. */
final class Branches {
    private Branches() {}

    static boolean areIn(FaultyModel model) {
        return model.model().getGraph().getNodeList().stream()
                .anyMatch(node -> node.getOpType().equals("If"));
    }

    /**
     * A model with one branch in the place of its If.
     *
     * @param taken whether one of the samples takes the branch, as far as that is known
     */
    record Inlined(FaultyModel model, boolean taken) {}

    /** One candidate for each branch of each If, those that the samples take first. */
    static List<Inlined> inlined(FaultyModel whole, KnownValues known) {
        List<Inlined> candidates = new ArrayList<>();
        List<NodeProto> nodes = whole.model().getGraph().getNodeList();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).getOpType().equals("If")) {
                Set<Boolean> conditions = known.conditions(nodes.get(i).getInput(0));
                for (AttributeProto branch : nodes.get(i).getAttributeList()) {
                    boolean taken = conditions.isEmpty()
                            || conditions.contains(branch.getName().equals("then_branch"));
                    candidates.add(new Inlined(inlined(whole, i, branch.getG()), taken));
                }
            }
        }
        candidates.sort(Comparator.comparing(candidate -> !candidate.taken()));
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
