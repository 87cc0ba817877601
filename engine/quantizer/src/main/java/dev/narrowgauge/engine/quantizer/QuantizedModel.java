package dev.narrowgauge.engine.quantizer;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import java.util.List;
import java.util.Map;

/**
 * A model in its new precision, with what was decided for each node and each tensor.
 *
 * @param channels of values that have more than in the float model, or have them in another order, by name
 */
public record QuantizedModel(
        ModelProto model,
        List<TensorReport> tensors,
        List<NodeReport> nodes,
        List<QuantizedTensor> activations,
        Map<String, ChannelPlaces> channels) {
    public QuantizedModel {
        requireNonNull(model, "model is null");
        tensors = List.copyOf(tensors);
        nodes = List.copyOf(nodes);
        activations = List.copyOf(activations);
        channels = Map.copyOf(channels);
    }

    /** One whose values all have the channels that they have in the float model. */
    public QuantizedModel(
            ModelProto model, List<TensorReport> tensors, List<NodeReport> nodes, List<QuantizedTensor> activations) {
        this(model, tensors, nodes, activations, Map.of());
    }
}
