package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;

/** Short names for all values, nodes and lengths of a model. */
final class Names {
    private final Map<String, String> given = new HashMap<>();
    private final Map<String, String> lengths = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Names what the graph holds and has no name yet. */
    void give(GraphProto graph) {
        graph.getInputList().forEach(input -> give(input.getName(), "s"));
        graph.getInitializerList().forEach(tensor -> give(tensor.getName(), "w"));
        graph.getSparseInitializerList()
                .forEach(tensor -> give(tensor.getValues().getName(), "w"));
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(value -> give(value, "v")));
    }

    void give(String name, String stem) {
        if (!name.isEmpty() && !given.containsKey(name)) {
            given.put(name, next(stem));
        }
    }

    private String next(String stem) {
        return stem + numbers.merge(stem, 1, Integer::sum);
    }

    String of(String name) {
        return given.getOrDefault(name, name);
    }

    /** The graph with the new names, and with others for its nodes. */
    GraphProto in(GraphProto graph) {
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        graph.getNodeList().forEach(node -> changed.addNode(in(node)));
        changed.getInputBuilderList().forEach(this::rename);
        changed.getOutputBuilderList().forEach(this::rename);
        changed.getValueInfoBuilderList().forEach(this::rename);
        changed.getInitializerBuilderList().forEach(tensor -> tensor.setName(of(tensor.getName())));
        changed.getSparseInitializerBuilderList()
                .forEach(tensor ->
                        tensor.getValuesBuilder().setName(of(tensor.getValues().getName())));
        return changed.build();
    }

    private NodeProto in(NodeProto node) {
        NodeProto.Builder changed = node.toBuilder().setName(next(node.getOpType() + "_"));
        for (int i = 0; i < node.getInputCount(); i++) {
            changed.setInput(i, of(node.getInput(i)));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            changed.setOutput(i, of(node.getOutput(i)));
        }
        return Subgraphs.changed(changed.build(), this::in);
    }

    private void rename(ValueInfoProto.Builder value) {
        value.setName(of(value.getName()));
        if (!value.getType().hasTensorType() || !value.getType().getTensorType().hasShape()) {
            return;
        }
        for (TensorShapeProto.Dimension.Builder length :
                value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilderList()) {
            if (!length.getDimParam().isEmpty()) {
                length.setDimParam(lengths.computeIfAbsent(length.getDimParam(), _ -> next("n")));
            }
        }
    }
}
