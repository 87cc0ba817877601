package dev.narrowgauge.engine.onnx.reduce;

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
        List<NodeProto> nodes = whole.model().getGraph().getNodeList();
        for (int i = 0; i < nodes.size(); i++) {
            for (int attribute = 0; attribute < nodes.get(i).getAttributeCount(); attribute++) {
                places.add(new Place(i, attribute, -1));
            }
            for (int input = 1; input < nodes.get(i).getInputCount(); input++) {
                if (!nodes.get(i).getInput(input).isEmpty()) {
                    places.add(new Place(i, -1, input));
                }
            }
        }
        return places;
    }

    FaultyModel only(Collection<Place> kept) {
        Set<Place> places = new HashSet<>(kept);
        GraphProto graph = whole.model().getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            changed.addNode(only(places, i, graph.getNode(i)));
        }
        return Pruning.prune(whole.withGraph(changed.build()));
    }

    private static NodeProto only(Set<Place> kept, int index, NodeProto node) {
        NodeProto.Builder changed = node.toBuilder().clearAttribute().clearInput();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            if (kept.contains(new Place(index, i, -1))) {
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
