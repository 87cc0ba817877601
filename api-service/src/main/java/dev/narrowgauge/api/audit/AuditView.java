package dev.narrowgauge.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.db.AuditStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A line of the audit log as clients see it. */
@Schema(name = "AuditEntry")
public record AuditView(
        long sequence,
        Instant at,

        @Schema(description = "The same in all entries about a call")
        String call,

        @Schema(description = "As in this document, or as gRPC calls it")
        String operation,

        @Schema(
                description =
                        "`begun`, `done`, or the code of the failure; what has begun and neither is done nor failed"
                                + " was cut short")
        String outcome,

        @Schema(
                description =
                        "By what the caller says who it is: KEY, SESSION, TOKEN of a node, IDENTITY with a token of an"
                                + " identity provider, ANYBODY where nobody is asked, NOBODY where it has shown nothing")
        String by,

        @Schema(description = "The API key, also behind a session; null where there is none")
        Optional<String> key,

        @Schema(description = "What people know that key by; null where there is none")
        Optional<String> keyName,

        @Schema(description = "The session or the join token; null where there is none")
        Optional<String> id,

        @Schema(
                description = "Whom an identity provider knows, also behind a session: the provider, a slash and its"
                        + " subject; null where there is none")
        Optional<String> identity,

        @Schema(description = "Id of the project that it is about; null where it is about none")
        Optional<String> project,

        @Schema(description = "From where") String address,

        @Schema(description = "What it is about") String target,

        @Schema(description = "How many refusals before it have no entry, as there were too many")
        long leftOut,

        @Schema(description = "SHA-256 of the line, by which the next one knows it")
        String hash) {
    /** @param keyNames of the API keys that there are, by their ids */
    static AuditView of(AuditStore.Line line, Map<String, String> keyNames, ObjectMapper json) {
        JsonNode members = read(line, json);
        Optional<String> key = Optional.ofNullable(members.path("key").textValue());
        return new AuditView(
                line.sequence(),
                line.at(),
                members.path("call").asText(),
                members.path("operation").asText(),
                members.path("outcome").asText(),
                members.path("by").asText(),
                key,
                key.map(keyNames::get),
                Optional.ofNullable(members.path("id").textValue()),
                Optional.ofNullable(members.path("identity").textValue()),
                Optional.ofNullable(members.path("project").textValue()),
                members.path("address").asText(),
                members.path("target").asText(),
                members.path("leftOut").asLong(),
                members.path("hash").asText());
    }

    private static JsonNode read(AuditStore.Line line, ObjectMapper json) {
        try {
            return json.readTree(line.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("line %d is not JSON".formatted(line.sequence()), e);
        }
    }
}
