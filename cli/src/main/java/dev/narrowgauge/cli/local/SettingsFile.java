package dev.narrowgauge.cli.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A file of keys and values that people write, in YAML, of which JSON is a part. */
public final class SettingsFile {
    private SettingsFile() {}

    /** @param unreadable what it is where the file has no keys and values */
    public static Map<String, Object> read(Path file, String what, ErrorCode unreadable) {
        InputFile.existing(file, what);
        try {
            Map<String, Object> settings =
                    new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
            return settings == null ? Map.of() : settings;
        } catch (IOException e) {
            String firstLine = e.getMessage().lines().findFirst().orElse("");
            throw new NarrowgaugeException(
                    unreadable, "%s is not YAML or JSON with keys and values: %s".formatted(file, firstLine), e);
        }
    }
}
