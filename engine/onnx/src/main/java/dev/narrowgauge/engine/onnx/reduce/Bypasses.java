package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out nodes whose result has the type and the shape of one of their inputs: who read the result reads that. */
final class Bypasses {
    private final FaultyModel whole;
    private final Map<String, String> sources = new LinkedHashMap<>();

    Bypasses(FaultyModel whole, KnownValues known) {
        this.whole = whole;
        GraphProto graph = whole.model().getGraph();
        Set<String> fixed = new HashSet<>();
        graph.getOutputList().forEach(output -> fixed.add(output.getName()));
        graph.getNodeList().forEach(node -> fixed.addAll(Subgraphs.capturedValues(node)));
        Set<String> constants = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
        for (NodeProto node : graph.getNodeList()) {
            boolean isScope = FlatModel.isEntry(node) || FlatModel.isExit(node);
            if (isScope || node.getOutputCount() != 1 || fixed.contains(node.getOutput(0))) {
                continue;
            }
            node.getInputList().stream()
                    .filter(input -> !input.isEmpty() && !constants.contains(input))
                    .filter(input -> known.areAlike(input, node.getOutput(0)))
                    .findFirst()
                    .ifPresent(input -> sources.put(node.getOutput(0), input));
        }
    }

    /** The nodes that can be left out, by their results. */
    List<String> all() {
        return List.copyOf(sources.keySet());
    }

    FaultyModel except(Collection<String> kept) {
        Map<String, String> bypassed = new HashMap<>(sources);
        kept.forEach(bypassed::remove);
        GraphProto graph = whole.model().getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOutputCount() == 1 && bypassed.containsKey(node.getOutput(0))) {
                continue;
            }
            NodeProto.Builder reader = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                reader.setInput(i, source(node.getInput(i), bypassed));
            }
            changed.addNode(reader);
        }
        return Pruning.prune(whole.withGraph(changed.build()));
    }

    private static String source(String value, Map<String, String> bypassed) {
        String source = value;
        while (bypassed.containsKey(source)) {
            source = bypassed.get(source);
        }
        return source;
    }
}
