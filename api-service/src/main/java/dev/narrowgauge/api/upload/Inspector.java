package dev.narrowgauge.api.upload;

import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.model.ModelDescription;
import java.nio.file.Path;

/** Says what an uploaded file is, or throws with a MODEL_* or DATASET_* code when it is not usable. */
public interface Inspector {
    ModelDescription inspectModel(Path file);

    InspectedDataset inspectDataset(Path file);

    /** @param sampleDigests first eight bytes of the SHA-256 of each sample */
    record InspectedDataset(DatasetDescription description, long[] sampleDigests) {}
}
