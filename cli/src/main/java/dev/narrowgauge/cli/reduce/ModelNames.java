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
        model.getGraph().getInputList().forEach(input -> names.add(input.getName()));
        model.getGraph().getOutputList().forEach(output -> names.add(output.getName()));
        model.getGraph().getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        names.add(model.getGraph().getName());
        Subgraphs.visitNodes(model.getGraph(), node -> {
            names.add(node.getName());
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
        });
        return names;
    }
}
