package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many dimensions values have, as far as that follows from what the file declares and from the operators. Lengths may
 * be symbolic or unknown: a number of dimensions is never guessed.
 */
final class Ranks {
    private static final Set<String> KEEP_FIRST = Set.of(
            "Relu",
            "Clip",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Selu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Erf",
            "Gelu",
            "Softmax",
            "LogSoftmax",
            "Softplus",
            "Exp",
            "Sqrt",
            "Neg",
            "Abs",
            "Cast",
            "Identity",
            "Dropout",
            "Pad",
            "Slice",
            "Resize",
            "Concat",
            "Split",
            "Transpose",
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Conv",
            "ConvTranspose");

    private static final Set<String> BROADCAST = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Where", "Min", "Max");

    private final Map<String, Integer> ranks = new HashMap<>();

    private Ranks() {}

    static Ranks of(Graph graph) {
        Ranks ranks = new Ranks();
        graph.graphInputs().forEach(ranks::declare);
        graph.valueInfos().forEach(ranks::declare);
        graph.initializers().forEach(tensor -> ranks.ranks.put(tensor.getName(), tensor.getDimsCount()));
        for (GraphNode node : graph.topologicalOrder()) {
            ranks.infer(graph, node)
                    .ifPresent(rank -> node.outputs().forEach(output -> ranks.ranks.putIfAbsent(output, rank)));
        }
        return ranks;
    }

    OptionalInt of(String value) {
        Integer rank = ranks.get(value);
        return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    static boolean isOneElement(TensorProto tensor) {
        return tensor.getDimsList().stream().allMatch(dimension -> dimension == 1);
    }

    private void declare(ValueInfoProto value) {
        if (value.getType().hasTensorType() && value.getType().getTensorType().hasShape()) {
            ranks.put(
                    value.getName(), value.getType().getTensorType().getShape().getDimCount());
        }
    }

    private OptionalInt infer(Graph graph, GraphNode node) {
        if (!node.domain().isEmpty() || node.hasSubgraphs()) {
            return OptionalInt.empty();
        }
        if (KEEP_FIRST.contains(node.opType())) {
            return of(node.input(0)).isPresent() ? of(node.input(0)) : rankOfWeights(graph, node);
        }
        if (BROADCAST.contains(node.opType())) {
            return greatest(node.inputs());
        }
        return switch (node.opType()) {
            case "Gemm", "Flatten" -> OptionalInt.of(2);
            case "MatMul" -> matMul(node);
            case "Reshape" -> constantLength(graph, node.input(1));
            case "ReduceMean", "ReduceSum", "ReduceMax" ->
                node.intAttribute("keepdims", 1) == 1 ? of(node.input(0)) : OptionalInt.empty();
            case "Gather" -> sum(of(node.input(0)), of(node.input(1)), -1);
            case "Unsqueeze" -> sum(of(node.input(0)), constantLength(graph, node.input(1)), 0);
            default -> OptionalInt.empty();
        };
    }

    private static OptionalInt rankOfWeights(Graph graph, GraphNode node) {
        boolean isConvolution = node.opType().equals("Conv") || node.opType().equals("ConvTranspose");
        return isConvolution
                ? graph.constant(node.input(1))
                        .map(weights -> OptionalInt.of(weights.getDimsCount()))
                        .orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }

    private OptionalInt greatest(List<String> values) {
        if (values.stream().anyMatch(value -> of(value).isEmpty())) {
            return OptionalInt.empty();
        }
        return values.stream().mapToInt(value -> of(value).getAsInt()).max();
    }

    private OptionalInt matMul(GraphNode node) {
        OptionalInt greatest = greatest(node.inputs());
        boolean hasVector = node.inputs().stream().anyMatch(input -> of(input).orElse(0) < 2);
        return hasVector ? OptionalInt.empty() : greatest;
    }

    private static OptionalInt constantLength(Graph graph, String value) {
        return graph.constant(value)
                .filter(tensor -> tensor.getDimsCount() == 1)
                .map(tensor -> OptionalInt.of(Math.toIntExact(tensor.getDims(0))))
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt sum(OptionalInt first, OptionalInt second, int more) {
        return first.isPresent() && second.isPresent()
                ? OptionalInt.of(first.getAsInt() + second.getAsInt() + more)
                : OptionalInt.empty();
    }
}
