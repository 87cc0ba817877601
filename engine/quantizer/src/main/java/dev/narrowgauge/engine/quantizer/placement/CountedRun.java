package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.quantizer.cost.KernelRates;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The run whose cost decides a placement.
 *
 * @param inputDims the shape of each input in it
 * @param untaken branches that are not taken in it, as {@link CountedCost#branch} calls them
 * @param rates of the machines that will run it
 */
public record CountedRun(Map<String, List<Long>> inputDims, Set<String> untaken, KernelRates rates) {
    private static final double MICRO = 1e-3;

    public CountedRun {
        inputDims = Map.copyOf(inputDims);
        untaken = Set.copyOf(untaken);
    }

    /** What it takes, in microseconds. */
    public double micros(ModelProto runningGraph) {
        return MICRO * cost(runningGraph).nanos();
    }

    public CountedCost cost(ModelProto runningGraph) {
        return CountedCost.of(runningGraph, inputDims, untaken, rates);
    }
}
