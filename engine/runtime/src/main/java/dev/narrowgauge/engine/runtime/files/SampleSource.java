package dev.narrowgauge.engine.runtime.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.ModelInputs;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.dataset.SourceFile;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where samples are, and how files become samples.
 *
 * @param path of an archive, a folder or a CSV
 * @param settingsJson the data settings as they were written; empty has none
 */
public record SampleSource(String path, String settingsJson) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Empty where there is no path. */
    public static Optional<SampleSource> of(String path, String settingsJson) {
        return path.isEmpty() ? Optional.empty() : Optional.of(new SampleSource(path, settingsJson));
    }

    /** Fails with a DATASET_* or DATA_SETTINGS_* code, or with FILE_NOT_FOUND. */
    public SampleSet open(OnnxModel model) {
        return SampleSet.open(Path.of(path), dataSettings(), ModelInputs.of(model));
    }

    /** As they were written. Fails with a DATA_SETTINGS_* code. */
    public DataSettings dataSettings() {
        return DataSettings.fromMap(settings());
    }

    /** Of the archive, or else of a list with the hash and the label of every file, followed by the settings. */
    public String sha256(SampleSet dataset) throws IOException {
        if (!SampleSet.isOfFiles(Path.of(path))) {
            return Sha256.of(Path.of(path));
        }
        StringBuilder list = new StringBuilder();
        for (SourceFile file : dataset.files()) {
            list.append(Sha256.of(file.path())).append("  ").append(file.path().getFileName());
            file.label().ifPresent(label -> list.append("  ").append(label));
            list.append('\n');
        }
        return Sha256.of(list.append(settingsJson).toString());
    }

    private Map<String, Object> settings() {
        if (settingsJson.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, Object> map = MAPPER.readValue(settingsJson, new TypeReference<>() {});
            return map == null ? Map.of() : map;
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(
                    ErrorCode.DATA_SETTINGS_UNREADABLE,
                    "The data settings are not a JSON object: " + e.getOriginalMessage() + ".",
                    e);
        }
    }
}
