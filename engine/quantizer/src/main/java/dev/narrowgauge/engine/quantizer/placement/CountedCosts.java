package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.cost.PlannedKernels;

/** Costs in nanoseconds, counted for one run with known shapes. */
final class CountedCosts implements PlacementCosts {
    private static final double ROUNDING_SHARE = 0.5;

    private final PlannedKernels kernels;
    private final String version;

    CountedCosts(Graph graph, CountedRun run) {
        this.kernels = PlannedKernels.of(graph, run.inputDims(), run.rates());
        this.version = run.rates().version();
    }

    @Override
    public double inFloat(GraphNode node) {
        return kernels.inFloat(node);
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
