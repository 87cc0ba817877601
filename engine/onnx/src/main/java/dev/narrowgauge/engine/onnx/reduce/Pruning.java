package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Drops what no output of a model depends on. */
final class Pruning {
    private Pruning() {}

    static FaultyModel prune(FaultyModel model) {
        GraphProto graph = model.model().getGraph();
        Set<String> read = new HashSet<>();
        graph.getOutputList().forEach(output -> read.add(output.getName()));
        List<NodeProto> live = new ArrayList<>();
        for (NodeProto node : graph.getNodeList().reversed()) {
            if (node.getOutputList().stream().anyMatch(read::contains)) {
                live.add(node);
                read.addAll(reads(node));
            }
        }
        Set<String> made = new HashSet<>();
        live.forEach(node -> made.addAll(node.getOutputList()));
        GraphProto.Builder pruned = graph.toBuilder()
                .clearNode()
                .addAllNode(live.reversed())
                .clearInput()
                .addAllInput(among(graph.getInputList(), read))
                .clearValueInfo()
                .addAllValueInfo(among(graph.getValueInfoList(), made))
                .clearInitializer()
                .clearSparseInitializer()
                .clearQuantizationAnnotation();
        graph.getInitializerList().stream()
                .filter(tensor -> read.contains(tensor.getName()))
                .forEach(pruned::addInitializer);
        graph.getSparseInitializerList().stream()
                .filter(tensor -> read.contains(tensor.getValues().getName()))
                .forEach(pruned::addSparseInitializer);
        return model.withGraph(pruned.build()).withSamples(model.samples().only(read));
    }

    /** Without the empty name that stands for an input left out. */
    static Set<String> reads(NodeProto node) {
        Set<String> read = new LinkedHashSet<>(node.getInputList());
        read.addAll(Subgraphs.capturedValues(node));
        read.remove("");
        return read;
    }

    private static List<ValueInfoProto> among(List<ValueInfoProto> values, Set<String> names) {
        return values.stream().filter(value -> names.contains(value.getName())).toList();
    }
}
