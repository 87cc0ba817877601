package dev.narrowgauge.engine.onnx.dataset;

import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a model says how files become samples.
 *
 * @param inputs those that nothing but samples can feed
 * @param metadata its {@code metadata_props}
 */
public record ModelInputs(List<InputSpec> inputs, Map<String, String> metadata) {
    public ModelInputs {
        inputs = List.copyOf(inputs);
        metadata = Map.copyOf(metadata);
    }

    public static ModelInputs of(OnnxModel model) {
        Set<String> initialized = model.proto().getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        List<InputSpec> inputs = model.describe().inputs().stream()
                .filter(input -> !initialized.contains(input.name()))
                .map(InputSpec::of)
                .toList();
        Map<String, String> metadata = model.proto().getMetadataPropsList().stream()
                .collect(Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue, (first, _) -> first));
        return new ModelInputs(inputs, metadata);
    }
}
