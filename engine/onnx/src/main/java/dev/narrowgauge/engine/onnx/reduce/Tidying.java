package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Drops what a model says about where it comes from, and gives everything a short name. */
final class Tidying {
    private Tidying() {}

    /** Without documentation, metadata, declarations of inner values and whatever is imported or defined for nothing. */
    static FaultyModel withoutMetadata(FaultyModel model) {
        ModelProto proto = model.model();
        Set<String> called = called(proto);
        List<FunctionProto> functions = proto.getFunctionsList().stream()
                .filter(function -> called.contains(function.getDomain() + "/" + function.getName()))
                .toList();
        Set<String> domains = new HashSet<>(Set.of("", "ai.onnx"));
        called.forEach(operator -> domains.add(operator.substring(0, operator.indexOf('/'))));
        ModelProto.Builder tidy = proto.toBuilder()
                .clearProducerName()
                .clearProducerVersion()
                .clearDomain()
                .clearModelVersion()
                .clearDocString()
                .clearMetadataProps()
                .clearTrainingInfo()
                .clearFunctions()
                .addAllFunctions(functions)
                .clearOpsetImport()
                .setGraph(withoutMetadata(proto.getGraph()));
        proto.getOpsetImportList().stream()
                .filter(imported -> domains.contains(imported.getDomain()))
                .forEach(tidy::addOpsetImport);
        return new FaultyModel(tidy.build(), model.samples());
    }

    private static GraphProto withoutMetadata(GraphProto whole) {
        GraphProto.Builder graph = whole.toBuilder();
        graph.clearDocString().clearMetadataProps().clearValueInfo().setName("reduced");
        graph.clearNode();
        whole.getNodeList()
                .forEach(node -> graph.addNode(Subgraphs.changed(node, Tidying::withoutMetadata).toBuilder()
                        .clearDocString()
                        .clearMetadataProps()));
        graph.getInitializerBuilderList()
                .forEach(tensor -> tensor.clearDocString().clearMetadataProps());
        graph.getInputBuilderList().forEach(input -> input.clearDocString().clearMetadataProps());
        graph.getOutputBuilderList().forEach(output -> output.clearDocString().clearMetadataProps());
        return graph.build();
    }

    private static Set<String> called(ModelProto model) {
        Set<String> called = new HashSet<>();
        Subgraphs.visitNodes(model.getGraph(), node -> called.add(operator(node)));
        // A function may call another, which may call one more.
        for (int i = 0; i < model.getFunctionsCount(); i++) {
            for (FunctionProto function : model.getFunctionsList()) {
                if (called.contains(function.getDomain() + "/" + function.getName())) {
                    function.getNodeList().forEach(node -> called.add(operator(node)));
                }
            }
        }
        return called;
    }

    private static String operator(NodeProto node) {
        return node.getDomain() + "/" + node.getOpType();
    }

    /**
     * With names that say what a value is: {@code x1} an input, {@code w1} a weight, {@code y1} an output, {@code s1} what a
     * body begins with, {@code v1} another. What has one name gets one name, wherever it stands.
     */
    static FaultyModel renamed(FaultyModel model) {
        GraphProto graph = model.model().getGraph();
        Names names = new Names();
        graph.getInputList().forEach(input -> names.give(input.getName(), "x"));
        graph.getOutputList().forEach(output -> names.give(output.getName(), "y"));
        Subgraphs.visitGraphs(graph, names::give);
        return model.withGraph(names.in(graph))
                .withSamples(model.samples()
                        .changed(tensor -> tensor.toBuilder()
                                .setName(names.of(tensor.getName()))
                                .build()));
    }
}
