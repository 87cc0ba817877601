package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.quantizer.cost.PlannedKernels;
import java.util.Set;

/** Costs in nanoseconds, counted for one run with known shapes. */
final class CountedCosts implements PlacementCosts {
    private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

    private static final double ROUNDING_SHARE = 0.5;

    private static final int BYTES_SAVED = Float.BYTES - 1;

    private final Graph graph;
    private final PlannedKernels kernels;
    private final String version;
    private final double nanosPerByte;

    CountedCosts(Graph graph, CountedRun run) {
        this.graph = graph;
        this.kernels = PlannedKernels.of(graph, run.inputDims(), run.rates());
        this.version = run.rates().version();
        this.nanosPerByte = nanosPerByte();
    }

    /** A share of the file is worth as large a share of the time: weights in float have to bring what they weigh. */
    private double nanosPerByte() {
        long bytes = graph.initializers().stream()
                .mapToLong(tensor -> Float.BYTES * TensorValues.elementCount(tensor))
                .sum();
        double nanos = graph.nodes().stream()
                .filter(node -> !node.hasSubgraphs())
                .mapToDouble(kernels::inFloat)
                .sum();
        return nanos / Math.max(1, bytes);
    }

    @Override
    public double inFloat(GraphNode node) {
        return kernels.inFloat(node) + nanosPerByte * BYTES_SAVED * weights(node);
    }

    private long weights(GraphNode node) {
        return WEIGHTED.contains(node.opType())
                ? graph.constant(node.input(1)).map(TensorValues::elementCount).orElse(0L)
                : 0;
    }

    @Override
    public double inFloatAlone(GraphNode node) {
        return kernels.inFloatAlone(node);
    }

    @Override
    public double inIntegers(GraphNode node, OperatorRule rule) {
        return kernels.inIntegers(node);
    }

    @Override
    public double quantize(String value) {
        return kernels.quantize(value);
    }

    @Override
    public double dequantize(String value) {
        return kernels.dequantize(value);
    }

    @Override
    public double rounding(String value) {
        return ROUNDING_SHARE * kernels.quantize(value);
    }

    @Override
    public boolean isDemanded(GraphNode node, OperatorRule rule) {
        return false;
    }

    /** On plain images the kernel for bytes takes eighty times as long as the one for floats. */
    @Override
    public boolean followsIntegers(GraphNode node) {
        return node.opType().equals("MaxPool");
    }

    @Override
    public String reason() {
        return "With the conversions around it, its region takes less time in float at the rates " + version + ".";
    }
}
