package dev.narrowgauge.cli.reduce;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.engine.onnx.dataset.ModelInputs;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Samples as they were given.
 *
 * @param settingsJson how files become samples; empty has none
 */
record GivenSamples(Path path, String settingsJson) {
    GivenSamples {
        requireNonNull(path, "path is null");
        requireNonNull(settingsJson, "settingsJson is null");
    }

    /** Those of an archive that is written here. */
    static GivenSamples archive(Path path) {
        return new GivenSamples(path, "");
    }

    /** Fails with a DATASET_* or DATA_SETTINGS_* code. */
    SampleSet open(OnnxModel model) {
        return SampleSet.open(path, DataSettings.fromMap(settings()), ModelInputs.of(model));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> settings() {
        return settingsJson.isEmpty() ? Map.of() : (Map<String, Object>) JsonFile.value(settingsJson);
    }
}
