package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** What ONNX Runtime's integer kernels ask of one node beyond its operator. */
final class CpuLimits {
    private static final int IMAGE_DIMENSIONS = 4;

    /** What the kernel for depthwise convolutions takes at once; it is several times slower with any other number. */
    private static final int CHANNELS_AT_ONCE = 16;

    /** It looks for codes behind them; where there are none, the product before them is no integer kernel either. */
    private static final Set<String> CUTS = Set.of("Relu", "Clip");

    /** What it makes one float kernel of together with the Gemm before, before it looks for integers. */
    private static final Set<String> FUSED_WITH_GEMM = Set.of(
            "LeakyRelu", "Sigmoid", "Tanh", "Elu", "Selu", "Softplus", "Softsign", "HardSigmoid", "ThresholdedRelu");

    private CpuLimits() {}

    /** Whether the runtime takes a product for an integer kernel only with codes behind it. */
    static boolean tornApart(GraphNode product, Graph graph) {
        List<GraphNode> readers = graph.consumers(product.output(0));
        if (readers.size() != 1) {
            return false;
        }
        String reader = readers.getFirst().opType();
        return CUTS.contains(reader) || product.isStandard("Gemm") && FUSED_WITH_GEMM.contains(reader);
    }

    static Optional<String> obstacle(GraphNode node, Graph graph) {
        return switch (node.opType()) {
            case "Conv" -> WeightedNodes.computedConstant(node, graph);
            case "ConvTranspose" -> WeightedNodes.computedConstant(node, graph).or(() -> overlap(node, graph));
            case "HardSigmoid" ->
                reasonIf(!(node.floatAttribute("alpha", 0.2f) > 0), "It falls where its input rises.");
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

    /** Why the node could compute in integers and would be slower for it, if so. */
    static Optional<String> loss(GraphNode node, Graph graph, Supplier<Shapes> shapes) {
        return switch (node.opType()) {
            case "AveragePool" ->
                reasonIf(
                        !isDepthwise(node, shapes.get()),
                        "ONNX Runtime's integer kernel for it takes many times as long as the float one, and no"
                                + " convolution of single channels computes the same.");
            case "Resize" ->
                reasonIf(
                        Upscaling.doublings(node, graph).isEmpty(),
                        "Only doublings of height and width are fast as integers.");
            default -> Optional.empty();
        };
    }

    /** Without overlap it is a convolution of single pixels. */
    private static Optional<String> overlap(GraphNode node, Graph graph) {
        List<Long> dims = graph.constant(node.input(1)).orElseThrow().getDimsList();
        long k = dims.size() == IMAGE_DIMENSIONS ? dims.get(2) : 0;
        boolean isBlocks = k > 0
                && dims.get(3) == k
                && node.intsAttribute("strides").equals(List.of(k, k))
                && node.intAttribute("group", 1) == 1
                && isAll(node.intsAttribute("pads"), 0)
                && isAll(node.intsAttribute("output_padding"), 0)
                && isAll(node.intsAttribute("dilations"), 1)
                && !node.hasAttribute("output_shape")
                && List.of("NOTSET", "VALID").contains(node.stringAttribute("auto_pad", "NOTSET"));
        return reasonIf(
                !isBlocks,
                "ONNX Runtime has no integer kernel for ConvTranspose on this target, but where kernel and stride are equal.");
    }

    /** Whether a convolution of each channel with equal weights computes the same, and as fast as such a one can. */
    private static boolean isDepthwise(GraphNode pool, Shapes shapes) {
        OptionalLong channels = WindowMeans.channels(pool, shapes);
        return channels.isPresent() && channels.getAsLong() % CHANNELS_AT_ONCE == 0;
    }

    private static boolean isAll(List<Long> values, long expected) {
        return values.stream().allMatch(value -> value == expected);
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
