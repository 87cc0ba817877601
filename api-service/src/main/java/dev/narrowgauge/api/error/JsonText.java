package dev.narrowgauge.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Map;

/** Documents in JSON that messages of gRPC carry as texts. */
public final class JsonText {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json;

    public JsonText(ObjectMapper json) {
        this.json = json;
    }

    /**
     * @param noun of the document
     * @param unreadable to fail with where the text is no JSON object
     */
    public Map<String, Object> object(String noun, ErrorCode unreadable, String text) {
        try {
            Map<String, Object> object = json.readValue(text, OBJECT);
            if (object != null) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new NarrowgaugeException(unreadable, "The %s is not a JSON object: %s".formatted(noun, text), e);
        }
        throw new NarrowgaugeException(unreadable, "The %s is null; it must be a JSON object.".formatted(noun));
    }

    public String of(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
