package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the end of a graph says of the meaning of its outputs. */
public final class OutputHints {
    private static final Set<String> PASSING = Set.of(
            "Identity",
            "Cast",
            "Dropout",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Slice",
            "Concat",
            "QuantizeLinear",
            "DequantizeLinear");
    private static final Set<String> LINEAR = Set.of("Gemm", "MatMul", "Conv", "FusedGemm", "FusedMatMul");
    private static final int DEEPEST = 32;

    private final Map<String, End> ends;

    /** What computes an output, seen through whatever only moves values. */
    enum End {
        SIGMOID,
        /** A layer of weights, with or without its bias: scores as a classifier gives them. */
        LINEAR,
        OTHER
    }

    private OutputHints(Map<String, End> ends) {
        this.ends = Map.copyOf(ends);
    }

    public static OutputHints of(GraphProto graph) {
        Map<String, End> ends = new HashMap<>();
        graph.getOutputList().forEach(output -> ends.put(output.getName(), end(graph, output.getName(), 0)));
        return new OutputHints(ends);
    }

    End end(String output) {
        return ends.getOrDefault(output, End.OTHER);
    }

    private static End end(GraphProto graph, String value, int depth) {
        NodeProto producer = graph.getNodeList().stream()
                .filter(node -> node.getOutputList().contains(value))
                .findFirst()
                .orElse(null);
        if (producer == null || depth > DEEPEST) {
            return End.OTHER;
        }
        String operator = producer.getOpType();
        if (operator.equals("Sigmoid") || operator.equals("HardSigmoid")) {
            return End.SIGMOID;
        }
        if (LINEAR.contains(operator)) {
            return End.LINEAR;
        }
        if (operator.equals("If")) {
            return branches(producer, producer.getOutputList().indexOf(value), depth);
        }
        if (operator.equals("Add") && isBiased(graph, producer)) {
            return End.LINEAR;
        }
        if (!PASSING.contains(operator)) {
            return End.OTHER;
        }
        List<String> passed = operator.equals("Concat")
                ? producer.getInputList()
                : producer.getInputList().subList(0, 1);
        Set<End> found = new HashSet<>();
        passed.forEach(input -> found.add(end(graph, input, depth + 1)));
        return found.size() == 1 ? found.iterator().next() : End.OTHER;
    }

    private static End branches(NodeProto node, int output, int depth) {
        Set<End> found = new HashSet<>();
        for (GraphProto branch : Subgraphs.of(node)) {
            found.add(end(branch, branch.getOutput(output).getName(), depth + 1));
        }
        return found.size() == 1 ? found.iterator().next() : End.OTHER;
    }

    /** A constant beside what a layer of weights gives. */
    private static boolean isBiased(GraphProto graph, NodeProto add) {
        List<String> inputs = add.getInputList();
        long constants = graph.getInitializerList().stream()
                .filter(constant -> inputs.contains(constant.getName()))
                .count();
        return constants == 1
                && inputs.stream()
                        .flatMap(input -> graph.getNodeList().stream()
                                .filter(node -> node.getOutputList().contains(input)))
                        .anyMatch(node -> LINEAR.contains(node.getOpType()));
    }
}
