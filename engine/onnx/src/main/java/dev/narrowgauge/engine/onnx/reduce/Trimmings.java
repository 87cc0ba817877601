package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Attributes and optional inputs of nodes, each of which may be left out. */
final class Trimmings {
    /**
     * @param node in the order in which they are visited, with those of branches and bodies
     * @param attribute negative where it is an input
     * @param input negative where it is an attribute
     */
    record Place(int node, int attribute, int input) {}

    private final FaultyModel whole;

    Trimmings(FaultyModel whole) {
        this.whole = whole;
    }

    List<Place> all() {
        List<Place> places = new ArrayList<>();
        int[] index = {0};
        Subgraphs.visitNodes(whole.model().getGraph(), node -> addPlaces(index[0]++, node, places));
        return places;
    }

    private static void addPlaces(int index, NodeProto node, List<Place> places) {
        for (int attribute = 0; attribute < node.getAttributeCount(); attribute++) {
            if (!isGraph(node, attribute)) {
                places.add(new Place(index, attribute, -1));
            }
        }
        for (int input = 1; input < node.getInputCount(); input++) {
            if (!node.getInput(input).isEmpty()) {
                places.add(new Place(index, -1, input));
            }
        }
    }

    private static boolean isGraph(NodeProto node, int attribute) {
        return node.getAttribute(attribute).hasG();
    }

    FaultyModel only(Collection<Place> kept) {
        Set<Place> places = new HashSet<>(kept);
        return Pruning.prune(whole.withGraph(only(places, whole.model().getGraph(), new int[1])));
    }

    /** @param index of the next node, as they are visited */
    private static GraphProto only(Set<Place> kept, GraphProto graph, int[] index) {
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        for (NodeProto node : graph.getNodeList()) {
            NodeProto trimmed = only(kept, index[0]++, node);
            changed.addNode(Subgraphs.changed(trimmed, inner -> only(kept, inner, index)));
        }
        return changed.build();
    }

    private static NodeProto only(Set<Place> kept, int index, NodeProto node) {
        NodeProto.Builder changed = node.toBuilder().clearAttribute().clearInput();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            if (isGraph(node, i) || kept.contains(new Place(index, i, -1))) {
                changed.addAttribute(node.getAttribute(i));
            }
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.getInputCount(); i++) {
            inputs.add(i == 0 || kept.contains(new Place(index, -1, i)) ? node.getInput(i) : "");
        }
        while (!inputs.isEmpty() && inputs.getLast().isEmpty()) {
            inputs.removeLast();
        }
        return changed.addAllInput(inputs).build();
    }
}
