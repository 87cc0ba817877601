package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which kernels compute a node of a graph as ONNX Runtime runs it, and how much that is. */
final class RunningKernels {
    private static final String BLOCKED = "com.microsoft.nchwc";
    private static final String INTEGER_PREFIX = "QLinear";

    /** Rows of operators that are not called after their operator: value by value, in float if not said otherwise. */
    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("QuantizeLinear", "quantize"),
            Map.entry("DequantizeLinear", "dequantize"),
            Map.entry("DynamicQuantizeLinear", "quantize.dynamic"),
            Map.entry("ReorderInput", "reorder"),
            Map.entry("ReorderOutput", "reorder"),
            Map.entry("QLinearSigmoid", "lookup.int"),
            Map.entry("QLinearLeakyRelu", "lookup.int"),
            Map.entry("QLinearSoftmax", "softmax.int"),
            Map.entry("QLinearWhere", "where.int"),
            Map.entry("QLinearGlobalAveragePool", "globalpool.int"),
            Map.entry("LogSoftmax", "softmax.float"),
            Map.entry("BiasSoftmax", "softmax.float"),
            Map.entry("LayerNormalization", "layernorm"),
            Map.entry("SkipLayerNormalization", "layernorm.skip"),
            Map.entry("InstanceNormalization", "layernorm"),
            Map.entry("SimplifiedLayerNormalization", "layernorm"),
            Map.entry("PRelu", "leakyrelu.float"),
            Map.entry("Abs", "neg.float"),
            Map.entry("Cast", "neg.float"),
            Map.entry("Upsample", "resize.float"),
            Map.entry("BatchNormalization", "mul.float.channel"),
            Map.entry("Identity", "neg.float"));

    /** What a convolution computes of its results while it writes them. */
    static final String FREE_ACTIVATION = "Relu";

    private static final Set<String> SEVERAL_OPERANDS = Set.of("Where", "QLinearWhere");

    private final Sizes sizes;
    private final Products products;
    private final Moves moves;
    private final ByteValues bytes;

    RunningKernels(Graph graph, Sizes sizes) {
        this.sizes = sizes;
        this.products = new Products(graph, sizes);
        this.moves = new Moves(sizes);
        this.bytes = ByteValues.of(graph);
    }

    /** @param node one without subgraphs */
    List<KernelCall> of(GraphNode node) {
        return switch (node.opType()) {
            case "Conv", "FusedConv" -> floatConvolution(node);
            case "ConvTranspose" -> List.of(transposedConvolution(node));
            case "QLinearConv" -> integerConvolution(node, 3);
            case "ConvInteger" -> integerConvolution(node, 1);
            case "QLinearAdd", "QLinearMul" -> List.of(combined(node, rowOf(node), 3));
            case "Add", "Mul", "Div" -> List.of(combined(node, rowOf(node), 1));
            case "Sub", "Min", "Max", "Sum" -> List.of(combined(node, "add.float", 1));
            case "QuickGelu" -> List.of(new KernelCall(isSwish(node) ? "swish.float" : rowOf(node), values(node)));
            case "MaxPool", "NhwcMaxPool", "AveragePool", "QLinearAveragePool" -> List.of(pool(node));
            case "QLinearConcat" -> List.of(new KernelCall("concat.int", moves.work(node, false)));
            case "GlobalAveragePool", "GlobalMaxPool" -> List.of(globalPool(node, inBlocks(node)));
            default -> {
                List<KernelCall> multiplied = products.of(node);
                yield multiplied.isEmpty() ? List.of(valueByValue(node)) : multiplied;
            }
        };
    }

    private static String rowOf(GraphNode node) {
        return node.opType().startsWith(INTEGER_PREFIX)
                ? lowerCase(node.opType().substring(INTEGER_PREFIX.length())) + ".int"
                : lowerCase(node.opType()) + ".float";
    }

    /** Without a factor the kernel multiplies once less. */
    private static boolean isSwish(GraphNode quickGelu) {
        return quickGelu.floatAttribute("alpha", 0) == 1;
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private List<KernelCall> floatConvolution(GraphNode node) {
        Convolutions.Layer layer = layer(node, 1, false);
        KernelCall convolution = inBlocks(node) ? Convolutions.blocked(layer) : Convolutions.plain(layer);
        String activation = node.stringAttribute("activation", FREE_ACTIVATION);
        return activation.equals(FREE_ACTIVATION)
                ? List.of(convolution)
                : List.of(convolution, behindProducts(activation, node.output(0)));
    }

    /** What a product computes behind itself takes another pass over its result, but for a Relu. */
    KernelCall behindProducts(String activation, String result) {
        long values = sizes.elements(result);
        return new KernelCall(
                lowerCase(activation) + ".float", Work.values(values, values).withoutCall());
    }

    private static boolean inBlocks(GraphNode node) {
        return node.domain().equals(BLOCKED);
    }

    private KernelCall globalPool(GraphNode node, boolean inBlocks) {
        return new KernelCall(inBlocks ? "globalpool.float.blocked" : "globalpool.float", values(node));
    }

    /** Where the channels are not the last axis, the kernel turns the image before and behind. */
    private List<KernelCall> integerConvolution(GraphNode node, int weights) {
        boolean last = node.intAttribute("channels_last", 0) != 0;
        KernelCall convolution = Convolutions.integer(layer(node, weights, last));
        if (last) {
            return List.of(convolution);
        }
        List<KernelCall> calls = new ArrayList<>(List.of(convolution));
        for (long values : List.of(sizes.elements(node.input(0)), sizes.elements(node.output(0)))) {
            calls.add(
                    new KernelCall("transpose.int", Work.values(values, values).withoutCall()));
        }
        return calls;
    }

    Convolutions.Layer layer(GraphNode node, int weights, boolean channelsLast) {
        List<Long> result = sizes.of(node.output(0));
        long channels = result.size() < 2 ? 1 : channelsLast ? result.getLast() : result.get(1);
        return new Convolutions.Layer(
                sizes.of(node.input(weights)),
                node.intAttribute("group", 1),
                Sizes.product(result) / Math.max(1, channels),
                sizes.elements(node.input(0)));
    }

    /** As many products as the kernel has weights for each value of the image. */
    private KernelCall transposedConvolution(GraphNode node) {
        long read = sizes.elements(node.input(0));
        List<Long> weights = sizes.of(node.input(1));
        long written = sizes.elements(node.output(0));
        long macs = read * Sizes.product(weights) / Math.max(1, weights.isEmpty() ? 1 : weights.getFirst());
        return new KernelCall(
                "conv.float.plain", new Work(node.intAttribute("group", 1), macs, written, read, read, written));
    }

    /** With an operand that spreads over the image, one value a channel or one in all, the loop is another one. */
    KernelCall combined(GraphNode node, String row, int second) {
        long written = sizes.elements(node.output(0));
        boolean spreads = sizes.elements(node.input(0)) != written || sizes.elements(node.input(second)) != written;
        return new KernelCall(
                spreads && !row.startsWith("div") ? row + ".channel" : row, Work.values(written, written));
    }

    private KernelCall pool(GraphNode node) {
        boolean integer = node.opType().startsWith(INTEGER_PREFIX) || bytes.contains(node.input(0));
        boolean last = node.opType().startsWith("Nhwc") || node.intAttribute("channels_last", 0) != 0;
        if (integer) {
            return pool(node, last ? ".int.last" : ".int");
        }
        return inBlocks(node) ? poolInBlocks(node) : pool(node, ".float");
    }

    /** Of float values in blocked channels, over windows or over all of the image. */
    KernelCall poolInBlocks(GraphNode node) {
        return node.opType().startsWith("Global") ? globalPool(node, true) : pool(node, ".float.blocked");
    }

    KernelCall pool(GraphNode node, String kind) {
        long written = sizes.elements(node.output(0));
        long taps = written * Sizes.product(node.intsAttribute("kernel_shape"));
        String pool = node.opType().endsWith("MaxPool") ? "maxpool" : "avgpool";
        return new KernelCall(pool + kind, Work.pooling(taps, sizes.elements(node.input(0)), written));
    }

    private KernelCall valueByValue(GraphNode node) {
        Optional<KernelCall> move = moves.of(node, bytes.contains(node.input(0)) ? ".int" : ".float", false);
        if (move.isPresent()) {
            return move.get();
        }
        if (node.opType().startsWith("Reduce")) {
            return new KernelCall("reduce", reduced(node));
        }
        return new KernelCall(ROWS.getOrDefault(node.opType(), rowOf(node)), values(node));
    }

    /** Rows are the runs of values of which each gives one value. */
    private Work reduced(GraphNode node) {
        long written = sizes.elements(node.output(0));
        return new Work(1, 0, 0, written, sizes.elements(node.input(0)), written);
    }

    /** Rows are runs of values that lie behind each other in the result, taps those of their values that fill no vector. */
    Work values(GraphNode node) {
        long written = sizes.elements(node.output(0));
        boolean several = SEVERAL_OPERANDS.contains(node.opType());
        long read = several ? written : sizes.elements(node.input(0));
        long run = Math.max(1, sizes.axis(node.output(0), -1));
        return new Work(1, 0, written / run * (run % Convolutions.BLOCK), written / run, read, written);
    }
}
