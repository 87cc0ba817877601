package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.HashSet;
import java.util.Set;

/** Every name that a model gives to a node or a value. */
final class ModelNames {
    private ModelNames() {}

    static Set<String> of(ModelProto model) {
        Set<String> names = new HashSet<>();
        Subgraphs.visitGraphs(model.getGraph(), graph -> {
            graph.getInputList().forEach(input -> names.add(input.getName()));
            graph.getOutputList().forEach(output -> names.add(output.getName()));
            graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
            names.add(graph.getName());
        });
        Subgraphs.visitNodes(model.getGraph(), node -> {
            names.add(node.getName());
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
        });
        return names;
    }
}
