package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;

/** What ONNX Runtime's integer kernels ask of one node beyond its operator. */
final class CpuLimits {
    private CpuLimits() {}

    static Optional<String> obstacle(GraphNode node, Graph graph) {
        return switch (node.opType()) {
            case "Conv" -> WeightedNodes.computedConstant(node, graph);
            case "Gemm" -> gemm(node, graph);
            case "MatMul" -> matMul(node, graph);
            case "Clip" -> reasonIf(ClipBounds.of(node, graph).isEmpty(), "Its bounds are not constants around zero.");
            case "Resize" ->
                reasonIf(
                        !node.stringAttribute("mode", "nearest").equals("nearest"),
                        "It computes values between others; only nearest neighbours are taken as integers.");
            case "Split" -> split(node, graph);
            default -> Optional.empty();
        };
    }

    private static Optional<String> gemm(GraphNode node, Graph graph) {
        Optional<String> computed = WeightedNodes.computedConstant(node, graph);
        if (computed.isPresent()) {
            return computed;
        }
        long columns =
                WeightedNodes.gemmColumns(node, graph.constant(node.input(1)).orElseThrow());
        return reasonIf(
                graph.constant(node.input(2))
                        .filter(bias -> !isRow(bias, columns))
                        .isPresent(),
                "Its bias is not one value for each column.");
    }

    private static boolean isRow(TensorProto bias, long columns) {
        List<Long> dims = bias.getDimsList();
        return !dims.isEmpty()
                && dims.getLast() == columns
                && dims.subList(0, dims.size() - 1).stream().allMatch(dimension -> dimension == 1);
    }

    private static Optional<String> matMul(GraphNode node, Graph graph) {
        return reasonIf(
                node.inputs().stream()
                        .anyMatch(input -> graph.constant(input)
                                .filter(tensor -> tensor.getDimsCount() < 2)
                                .isPresent()),
                "One operand is a vector.");
    }

    private static Optional<String> split(GraphNode node, Graph graph) {
        return reasonIf(
                node.outputs().stream()
                        .anyMatch(output -> output.isEmpty()
                                || (!graph.isGraphOutput(output)
                                        && graph.consumers(output).isEmpty())),
                "Nothing reads one of its results, and the runtime takes all of them as integers or none.");
    }

    private static Optional<String> reasonIf(boolean condition, String reason) {
        return condition ? Optional.of(reason) : Optional.empty();
    }
}
