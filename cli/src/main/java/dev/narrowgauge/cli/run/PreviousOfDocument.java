package dev.narrowgauge.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.gate.PreviousVerdict.OutcomeChange;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.Since;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a verdict document says of the one before. */
public final class PreviousOfDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private PreviousOfDocument() {}

    /**
     * Empty where there was none, and in older documents.
     *
     * @throws JsonProcessingException where it cannot be read
     */
    public static Optional<Since> read(JsonNode document) throws JsonProcessingException {
        JsonNode previous = document.path("previous");
        if (!previous.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Since(
                previous.path("runId").asText(),
                Instant.parse(previous.path("decidedAt").asText()),
                Verdict.valueOf(previous.path("verdict").asText()),
                MAPPER.treeToValue(previous.path("outcomes"), new TypeReference<List<OutcomeChange>>() {})));
    }
}
