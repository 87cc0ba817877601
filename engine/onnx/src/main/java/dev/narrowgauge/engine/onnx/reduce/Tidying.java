package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Drops what a model says about where it comes from, and gives everything a short name. */
final class Tidying {
    private Tidying() {}

    /** Without documentation, metadata, declarations of inner values and whatever is imported or defined for nothing. */
    static FaultyModel withoutMetadata(FaultyModel model) {
        ModelProto proto = model.model();
        GraphProto.Builder graph = proto.getGraph().toBuilder();
        graph.clearDocString().clearMetadataProps().clearValueInfo().setName("reduced");
        graph.getNodeBuilderList().forEach(node -> node.clearDocString().clearMetadataProps());
        graph.getInitializerBuilderList()
                .forEach(tensor -> tensor.clearDocString().clearMetadataProps());
        graph.getInputBuilderList().forEach(input -> input.clearDocString().clearMetadataProps());
        graph.getOutputBuilderList().forEach(output -> output.clearDocString().clearMetadataProps());
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
                .setGraph(graph);
        proto.getOpsetImportList().stream()
                .filter(imported -> domains.contains(imported.getDomain()))
                .forEach(tidy::addOpsetImport);
        return new FaultyModel(tidy.build(), model.samples());
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

    /** With names that say what a value is: {@code x1} an input, {@code w1} a weight, {@code y1} an output, {@code v1} another. */
    static FaultyModel renamed(FaultyModel model) {
        GraphProto graph = model.model().getGraph();
        Names names = new Names(graph);
        graph.getInputList().forEach(input -> names.give(input.getName(), "x"));
        graph.getInitializerList().forEach(tensor -> names.give(tensor.getName(), "w"));
        graph.getOutputList().forEach(output -> names.give(output.getName(), "y"));
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(value -> names.give(value, "v")));
        GraphProto.Builder changed = names.in(graph).toBuilder();
        for (int i = 0; i < changed.getNodeCount(); i++) {
            NodeProto.Builder node = changed.getNodeBuilder(i);
            node.setName(node.getOpType() + "_" + (i + 1));
        }
        return model.withGraph(changed.build())
                .withSamples(model.samples()
                        .changed(tensor -> tensor.toBuilder()
                                .setName(names.of(tensor.getName()))
                                .build()));
    }

    private static final class Names {
        private final Map<String, String> given = new HashMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Set<String> inner = new HashSet<>();

        /** Names inside subgraphs stay, and nothing around them gets one of theirs. */
        private Names(GraphProto graph) {
            for (NodeProto node : graph.getNodeList()) {
                for (GraphProto subgraph : Subgraphs.of(node)) {
                    reserve(subgraph);
                }
            }
        }

        private void reserve(GraphProto subgraph) {
            subgraph.getInputList().forEach(input -> inner.add(input.getName()));
            subgraph.getInitializerList().forEach(tensor -> inner.add(tensor.getName()));
            for (NodeProto node : subgraph.getNodeList()) {
                inner.addAll(node.getOutputList());
                Subgraphs.of(node).forEach(this::reserve);
            }
        }

        private void give(String name, String stem) {
            if (name.isEmpty() || given.containsKey(name)) {
                return;
            }
            String next = stem + numbers.merge(stem, 1, Integer::sum);
            while (inner.contains(next)) {
                next = stem + numbers.merge(stem, 1, Integer::sum);
            }
            given.put(name, next);
        }

        private String of(String name) {
            return given.getOrDefault(name, name);
        }

        private GraphProto in(GraphProto graph) {
            GraphProto.Builder changed = graph.toBuilder();
            changed.getNodeBuilderList().forEach(this::in);
            changed.getInputBuilderList().forEach((ValueInfoProto.Builder input) -> input.setName(of(input.getName())));
            changed.getOutputBuilderList()
                    .forEach((ValueInfoProto.Builder output) -> output.setName(of(output.getName())));
            changed.getValueInfoBuilderList()
                    .forEach((ValueInfoProto.Builder value) -> value.setName(of(value.getName())));
            changed.getInitializerBuilderList()
                    .forEach((TensorProto.Builder tensor) -> tensor.setName(of(tensor.getName())));
            changed.getSparseInitializerBuilderList()
                    .forEach(tensor -> tensor.getValuesBuilder()
                            .setName(of(tensor.getValues().getName())));
            return changed.build();
        }

        private void in(NodeProto.Builder node) {
            UnaryOperator<String> rename = this::of;
            for (int i = 0; i < node.getInputCount(); i++) {
                node.setInput(i, rename.apply(node.getInput(i)));
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                node.setOutput(i, rename.apply(node.getOutput(i)));
            }
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasG()) {
                    attribute.setG(in(attribute.getG()));
                }
                for (int i = 0; i < attribute.getGraphsCount(); i++) {
                    attribute.setGraphs(i, in(attribute.getGraphs(i)));
                }
            }
        }
    }
}
