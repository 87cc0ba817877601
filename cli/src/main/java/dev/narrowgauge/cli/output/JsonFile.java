package dev.narrowgauge.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A document that a command leaves for other programs: whole or not at all. */
public final class JsonFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonFile() {}

    public static void write(OutputFile file, Map<String, ?> document) {
        file.write(lines(document).getBytes(StandardCharsets.UTF_8));
    }

    /** For people, on lines of their own. */
    public static String lines(Map<String, ?> document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "a document is no JSON: " + e, e);
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
