package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the service's OpenAPI document promises of each answer. The schemas of OpenAPI 3.1 are JSON Schema 2020-12 and are
 * validated as such.
 */
final class Contract {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final JsonNode document;
    private final List<Operation> operations;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    Contract(JsonNode document) {
        this.document = document;
        this.operations = document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(method -> new Operation(
                                method.getValue().path("operationId").asText(),
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue().path("responses"))))
                .toList();
    }

    /** @param path with parameters in braces */
    record Operation(String id, String method, String path, JsonNode responses) {
        private boolean takes(String wantedMethod, String wantedPath) {
            String pattern = List.of(path.split("(?=/)")).stream()
                    .map(part -> part.startsWith("/{") ? "/[^/]+" : Pattern.quote(part))
                    .collect(Collectors.joining());
            return method.equals(wantedMethod) && wantedPath.matches(pattern);
        }

        /** The path with that in the place of its parameters. */
        String pathOf(String parameter) {
            return path.replaceAll("\\{[^}]+\\}", parameter);
        }

        boolean hasParameter() {
            return path.contains("{");
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** Operations that answered with success, and those that answered with an error. */
    Set<String> answered(boolean success) {
        String mark = success ? "+" : "-";
        return answered.stream()
                .filter(answer -> answer.startsWith(mark))
                .map(answer -> answer.substring(1))
                .collect(Collectors.toSet());
    }

    /** Empty for paths that the document does not have. */
    Optional<Operation> operation(String method, String target) {
        String path = target.split("\\?", 2)[0];
        return operations.stream()
                .filter(operation -> operation.takes(method, path))
                .findFirst();
    }

    /** Asserts that the document foresees the answer; of paths that it does not have, nothing is known. */
    void check(String method, String target, Http.Answer answer) {
        operation(method, target).ifPresent(operation -> check(operation, answer));
    }

    /** Asserts that data of a server-sent event is what the document says. */
    void checkEvent(String path, String data) {
        Operation operation = operation("GET", path).orElseThrow();
        validate(operation, operation.responses().path("200").path("content").path("text/event-stream"), data);
    }

    private void check(Operation operation, Http.Answer answer) {
        JsonNode response = response(operation, answer.status())
                .orElseThrow(() -> new AssertionError("%s answered %d, which its document does not foresee: %s"
                        .formatted(operation.id(), answer.status(), answer.text())));
        answered.add((answer.status() < 400 ? "+" : "-") + operation.id());
        if (answer.body().length == 0 && response.path("content").isEmpty()) {
            return;
        }
        String type = String.valueOf(answer.header("Content-Type")).split(";", 2)[0];
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode())
                .as("%s answered %d as %s, which its document does not foresee", operation.id(), answer.status(), type)
                .isFalse();
        if (type.endsWith("json")) {
            validate(operation, content, answer.text());
        }
    }

    private Optional<JsonNode> response(Operation operation, int status) {
        JsonNode responses = operation.responses();
        String exact = String.valueOf(status);
        String range = exact.charAt(0) + "XX";
        JsonNode found = responses.has(exact) ? responses.path(exact) : responses.path(range);
        return found.isMissingNode() ? Optional.empty() : Optional.of(resolved(found));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void validate(Operation operation, JsonNode content, String json) {
        JsonNode written = content.path("schema");
        JsonSchema schema = schemas.computeIfAbsent(written.toString(), _ -> {
            ObjectNode whole = written.deepCopy();
            whole.set("components", document.path("components"));
            return SCHEMAS.getSchema(whole);
        });
        assertThat(schema.validate(json, InputFormat.JSON))
                .as("%s answered %s", operation.id(), json)
                .isEmpty();
    }
}
