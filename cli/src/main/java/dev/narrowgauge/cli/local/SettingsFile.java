package dev.narrowgauge.cli.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A file of keys and values that people write, in YAML, of which JSON is a part. */
public final class SettingsFile {
    private SettingsFile() {}

    /** @param unreadable what it is where the file has no keys and values */
    public static Map<String, Object> read(Path file, String what, ErrorCode unreadable) {
        InputFile.existing(file, what);
        byte[] text = bytes(file);
        try {
            Map<String, Object> settings =
                    new YAMLMapper().readValue(text, new TypeReference<Map<String, Object>>() {});
            return settings == null ? Map.of() : settings;
        } catch (IOException e) {
            String firstLine = e.getMessage().lines().findFirst().orElse("");
            throw new NarrowgaugeException(
                    unreadable, "%s is not YAML or JSON with keys and values: %s".formatted(file, firstLine), e);
        }
    }

    /** Apart from the parser, whose failures quote the file: what the system says of the disk is no fault of the file. */
    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    /** What the settings of the file are read as; each of their faults names the file. */
    static <T> T as(Path file, Map<String, Object> written, Function<Map<String, Object>, T> reading) {
        try {
            return reading.apply(written);
        } catch (NarrowgaugeException failure) {
            throw named(file, failure);
        }
    }

    /** The same failure, of which each fault names the file. */
    static NarrowgaugeException named(Path file, NarrowgaugeException failure) {
        return failure.withFaults(fault -> named(file, fault));
    }

    public static Fault named(Path file, Fault fault) {
        return new Fault(fault.code(), "%s: %s".formatted(file, fault.sentence()), fault.pointer());
    }
}
