package dev.narrowgauge.engine.runtime.inspect;

import dev.narrowgauge.engine.onnx.dataset.Dataset;
import dev.narrowgauge.proto.engine.DatasetDescription;
import dev.narrowgauge.proto.engine.InspectDataset;
import java.nio.file.Path;

/** Checks a dataset as a user uploads it, and says what it is. */
public final class DatasetInspection {
    private DatasetInspection() {}

    /** Fails with a DATASET_* code. */
    public static DatasetDescription inspect(InspectDataset request) {
        try (Dataset dataset = Dataset.open(Path.of(request.getDatasetPath()))) {
            var description = dataset.describe();
            return DatasetDescription.newBuilder()
                    .addAllTensors(description.tensors().stream()
                            .map(TensorMessages::of)
                            .toList())
                    .setSamples(description.samples())
                    .setHasLabels(description.hasLabels())
                    .setMinLabel(description.minLabel())
                    .setMaxLabel(description.maxLabel())
                    .addAllSampleDigests(description.sampleDigests())
                    .build();
        }
    }
}
