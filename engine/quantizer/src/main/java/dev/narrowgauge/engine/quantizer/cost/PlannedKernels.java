package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import dev.narrowgauge.engine.quantizer.channels.ChannelRegion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the nodes of a float model will cost, each in float and in integers, and what it costs to go from one to the other;
 * before anything is written. The runtime's fusions are foreseen as far as they follow from a node and its neighbours:
 * what they really come to is counted in the graph that runs, by {@link CountedCost}.
 */
public final class PlannedKernels {
    private static final int IMAGE_DIMENSIONS = 4;

    /** Operators whose integer kernel computes new values, with its row. */
    private static final Map<String, List<String>> INTEGER_ROWS = Map.of(
            "Where", List.of("where.int"),
            "Sigmoid", List.of("lookup.int"),
            "LeakyRelu", List.of("lookup.int"),
            "HardSigmoid", List.of("add.int.channel"),
            "HardSwish", List.of("add.int.channel", "mul.int"),
            "Softmax", List.of("softmax.int"),
            "GlobalAveragePool", List.of("globalpool.int"));

    private final Graph graph;
    private final KernelRates rates;
    private final Sizes sizes;
    private final RunningKernels kernels;
    private final Products products;
    private final Moves moves;
    private final BlockedChannels blocked;

    private PlannedKernels(Graph graph, Sizes sizes, KernelRates rates) {
        this.graph = graph;
        this.rates = rates;
        this.sizes = sizes;
        this.kernels = new RunningKernels(graph, sizes);
        this.products = new Products(graph, sizes);
        this.moves = new Moves(sizes);
        this.blocked = new BlockedChannels(graph, sizes);
    }

    /**
     * @param graph the float model
     * @param inputDims the shape of each input in the run that is counted
     */
    public static PlannedKernels of(Graph graph, Map<String, List<Long>> inputDims, KernelRates rates) {
        Map<String, List<Dimension>> given = new HashMap<>();
        inputDims.forEach((name, shape) ->
                given.put(name, shape.stream().map(Dimension::of).toList()));
        return new PlannedKernels(graph, new Sizes(Shapes.in(graph, given)), rates);
    }

    /** Nanoseconds of the node's float kernel; less, or nothing, where the kernel before it does that as well. */
    public double inFloat(GraphNode node) {
        if (blocked.isFused(node)) {
            return node.opType().equals(RunningKernels.FREE_ACTIVATION)
                    ? 0
                    : nanos(List.of(kernels.behindProducts(node.opType(), node.output(0))));
        }
        if (blocked.isFusedSum(node)) {
            return rates.nanos("add.float", kernels.values(node).withoutCall());
        }
        if (blocked.computes(node)) {
            return nanos(List.of(Convolutions.blocked(kernels.layer(node, 1, false))));
        }
        if (blocked.pools(node)) {
            return nanos(List.of(kernels.poolInBlocks(node)));
        }
        return inFloatAlone(node);
    }

    /** Nanoseconds of the node's float kernel, with nothing of it done by another. */
    public double inFloatAlone(GraphNode node) {
        return nanos(kernels.of(node));
    }

    /** Nanoseconds of the node's integer kernel, or of those that stand for it. */
    public double inIntegers(GraphNode node) {
        return nanos(
                switch (node.opType()) {
                    case "Conv" -> List.of(Convolutions.integer(filled(node, kernels.layer(node, 1, false))));
                    case "ConvTranspose" -> transposedConvolution(node);
                    case "Gemm" -> List.of(products.product(node, "matmul.int.gemm", 1));
                    case "MatMul" -> List.of(products.product(node, "matmul.int", 1));
                    case "Concat" ->
                        List.of(new KernelCall("concat.int", moves.work(node, hasChannelsLast(node.output(0)))));
                    case "Add" -> List.of(kernels.combined(node, "add.int", 1));
                    case "Mul" -> List.of(kernels.combined(node, "mul.int", 1));
                    case "MaxPool" -> List.of(kernels.pool(node, ".int.last"));
                    case "AveragePool" -> List.of(averagePool(node));
                    default -> valueByValue(node);
                });
    }

    /** With the channels that the variant has where a convolution of single channels can be led more of them. */
    private Convolutions.Layer filled(GraphNode node, Convolutions.Layer layer) {
        if (!layer.isDepthwise() || layer.results() % ChannelRegion.AT_ONCE == 0) {
            return layer;
        }
        return ChannelRegion.around(node, graph)
                .map(region -> layer.withChannels(region.filled()))
                .orElse(layer);
    }

    private List<KernelCall> valueByValue(GraphNode node) {
        List<String> rows = INTEGER_ROWS.get(node.opType());
        if (rows != null) {
            return rows.stream()
                    .map(row -> new KernelCall(row, kernels.values(node)))
                    .toList();
        }
        return moves.of(node, ".int", hasChannelsLast(node.input(0)))
                .map(List::of)
                .orElseGet(() -> kernels.of(node));
    }

    /** A convolution of single pixels, whose results are then spread. */
    private List<KernelCall> transposedConvolution(GraphNode node) {
        List<Long> weights = sizes.of(node.input(1));
        long results = Sizes.product(weights) / Math.max(1, weights.getFirst());
        long places = sizes.elements(node.input(0)) / Math.max(1, weights.getFirst());
        return List.of(
                Convolutions.integer(new Convolutions.Layer(
                        List.of(results, weights.getFirst(), 1L, 1L), 1, places, sizes.elements(node.input(0)))),
                new KernelCall("transpose.int", kernels.values(node)));
    }

    /** A convolution of single channels. */
    private KernelCall averagePool(GraphNode node) {
        long channels = sizes.axis(node.output(0), 1);
        long places = sizes.elements(node.output(0)) / Math.max(1, channels);
        List<Long> weights = new ArrayList<>(List.of(channels, 1L));
        weights.addAll(node.intsAttribute("kernel_shape"));
        return Convolutions.integer(new Convolutions.Layer(weights, channels, places, sizes.elements(node.input(0))));
    }

    /** Nanoseconds to make codes of a float value, with the change of layout that goes with it. */
    public double quantize(String value) {
        return convert("quantize", value) + (blocked.contains(value) ? convert("reorder", value) : 0) + turned(value);
    }

    /** Nanoseconds to make floats of codes, with the change of layout that goes with it. */
    public double dequantize(String value) {
        boolean readInBlocks = graph.consumers(value).stream()
                .anyMatch(reader -> blocked.contains(value) || readsBlocks(reader, value));
        return convert("dequantize", value) + (readInBlocks ? convert("reorder", value) : 0) + turned(value);
    }

    /** A convolution of few channels reads a plain image. */
    private boolean readsBlocks(GraphNode reader, String value) {
        return blocked.computes(reader) && sizes.axis(value, 1) >= Convolutions.BLOCK;
    }

    /** Integer kernels have the channels of an image last, float kernels have them first. */
    private double turned(String value) {
        return hasChannelsLast(value) ? convert("transpose.int", value) : 0;
    }

    private boolean hasChannelsLast(String value) {
        return sizes.of(value).size() == IMAGE_DIMENSIONS
                && (isConvolution(graph.producer(value).orElse(null))
                        || graph.consumers(value).stream().anyMatch(PlannedKernels::isConvolution)
                        || blocked.contains(value));
    }

    private static boolean isConvolution(GraphNode node) {
        return node != null && node.isStandard("Conv");
    }

    private double convert(String row, String value) {
        long values = sizes.elements(value);
        return rates.nanos(row, new Work(1, 0, 0, values / Math.max(1, sizes.axis(value, -1)), values, values));
    }

    private double nanos(List<KernelCall> calls) {
        return calls.stream()
                .mapToDouble(call -> rates.nanos(call.kernel(), call.work()))
                .sum();
    }
}
