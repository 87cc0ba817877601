package dev.narrowgauge.checks.frame;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/** What was measured of one row, as the document that outlives a stop. */
public record Figures(String row, JsonNode values) {
    public static final ObjectMapper MAPPER = new ObjectMapper();

    public Figures {
        requireNonNull(row, "row is null");
        requireNonNull(values, "values is null");
    }

    /** @param record any record of plain values, lists and records */
    public static Figures of(String row, Object record) {
        return new Figures(row, MAPPER.valueToTree(record));
    }

    public <T> T as(Class<T> type) {
        try {
            return MAPPER.treeToValue(values, type);
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The figures of row " + row + " are not readable: " + e.getMessage(), e);
        }
    }

    ObjectNode document() {
        return MAPPER.createObjectNode().put("row", row).set("values", values);
    }
}
