package dev.narrowgauge.engine.quantizer;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;

/** A model in its new precision, with what was decided for each node and each tensor. */
public record QuantizedModel(
        ModelProto model, List<TensorReport> tensors, List<NodeReport> nodes, List<QuantizedTensor> activations) {
    public QuantizedModel {
        requireNonNull(model, "model is null");
        tensors = List.copyOf(tensors);
        nodes = List.copyOf(nodes);
        activations = List.copyOf(activations);
    }
}
