package dev.narrowgauge.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A document that a command leaves for other programs: whole or not at all. */
public final class JsonFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonFile() {}

    public static void write(Path file, Map<String, ?> document) {
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            Files.writeString(
                    unfinished, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written: %s".formatted(file, e), e);
        }
    }

    public static String text(Map<String, ?> document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "a document is no JSON: " + e, e);
        }
    }

    /** The text as maps, lists and plain values. */
    public static Object value(String json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "a text is no JSON: " + e, e);
        }
    }
}
