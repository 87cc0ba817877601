package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.quantizer.cost.KernelRates;
import java.util.List;
import java.util.Map;

/**
 * The run whose cost decides a placement.
 *
 * @param inputDims the shape of each input in it
 * @param rates of the machines that will run it
 */
public record CountedRun(Map<String, List<Long>> inputDims, KernelRates rates) {
    private static final double MICRO = 1e-3;

    public CountedRun {
        inputDims = Map.copyOf(inputDims);
    }

    /** What it takes, in microseconds. */
    public double micros(ModelProto runningGraph) {
        return MICRO * CountedCost.of(runningGraph, inputDims, rates).nanos();
    }
}
