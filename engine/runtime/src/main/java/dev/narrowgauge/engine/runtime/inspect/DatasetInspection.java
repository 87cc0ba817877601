package dev.narrowgauge.engine.runtime.inspect;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.proto.engine.DatasetMessage;
import dev.narrowgauge.proto.engine.InspectDataset;
import java.nio.file.Path;

/** Checks a dataset as a user uploads it, and says what it is. */
public final class DatasetInspection {
    /** Whose digests are 32 MiB of the answer and of the row that keeps them. */
    private static final long MAX_SAMPLES = 4 << 20;

    private DatasetInspection() {}

    /** Fails with a DATASET_* code. */
    public static DatasetMessage inspect(InspectDataset request) {
        try (SampleSet dataset = SampleSet.open(Path.of(request.getDatasetPath()))) {
            requireFew(request, dataset);
            var description = dataset.describe();
            return DatasetMessage.newBuilder()
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

    private static void requireFew(InspectDataset request, SampleSet dataset) {
        if (dataset.samples() > MAX_SAMPLES) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_TOO_LARGE,
                    "'%s' has %d samples; at most %d are accepted, and a few thousand decide just as well."
                            .formatted(
                                    Path.of(request.getDatasetPath()).getFileName(), dataset.samples(), MAX_SAMPLES));
        }
    }
}
