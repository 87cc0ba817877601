package dev.narrowgauge.domain.model;

import java.util.List;
import java.util.Map;

/**
 * What an ONNX file holds.
 *
 * @param opset version of the default operator set
 * @param opCounts operator type to number of nodes
 * @param quantized whether it already has quantized operators
 */
public record ModelDescription(
        long irVersion,
        long opset,
        String producer,
        List<TensorDescription> inputs,
        List<TensorDescription> outputs,
        long parameterCount,
        long nodeCount,
        Map<String, Integer> opCounts,
        boolean quantized) {
    public ModelDescription {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        opCounts = Map.copyOf(opCounts);
    }
}
