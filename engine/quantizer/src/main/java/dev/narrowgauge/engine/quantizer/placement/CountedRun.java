package dev.narrowgauge.engine.quantizer.placement;

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
    public CountedRun {
        inputDims = Map.copyOf(inputDims);
    }
}
