package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestOpenApi extends ApiTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("api-service/openapi.yaml");

    private static final Path VERDICT_SCHEMA = Path.of(System.getProperty("narrowgauge.root", ".."))
            .resolve("domain/src/main/resources/dev/narrowgauge/domain/gate/verdict.schema.json");

    @Test
    void committedDocumentIsWhatTheCodeSays() throws IOException {
        String current = http.get("/q/openapi?format=yaml").with(200).text();
        if (Boolean.getBoolean("narrowgauge.openapi.write")) {
            Files.writeString(DOCUMENT, current, UTF_8);
        }

        assertThat(Files.exists(DOCUMENT) ? Files.readString(DOCUMENT, UTF_8) : "")
                .as("""
                        api-service/openapi.yaml is not what the code says. If the change of the API is meant, write the \
                        document anew and commit it:
                        ./mvnw -pl api-service -am test -Dtest=TestOpenApi -Dsurefire.failIfNoSpecifiedTests=false \
                        -Dnarrowgauge.openapi.write=true""")
                .isEqualTo(current);
    }

    /** A part of the same description, which is written anew with it. */
    @Test
    void schemaOfVerdictsIsWhatTheCodeSays() throws IOException {
        String current = MadeVerdictSchema.of(
                http.get("/q/openapi?format=json").with(200).json());
        if (Boolean.getBoolean("narrowgauge.openapi.write")) {
            Files.writeString(VERDICT_SCHEMA, current, UTF_8);
        }

        assertThat(Files.readString(VERDICT_SCHEMA, UTF_8))
                .as("verdict.schema.json is not what the records say: write it anew, as openapi.yaml is")
                .isEqualTo(current);
    }

    @Test
    void everyOperationDeclaresItsAnswers() {
        JsonNode document = http.get("/q/openapi?format=json").with(200).json();
        document.path("paths").valueStream().flatMap(JsonNode::valueStream).forEach(operation -> {
            JsonNode responses = operation.path("responses");
            String name = operation.path("operationId").asText();
            assertThat(responses.fieldNames())
                    .toIterable()
                    .as(name)
                    .contains("4XX", "5XX")
                    .doesNotContain("default");
            assertThat(responses.propertyStream())
                    .as(name)
                    .anyMatch(response -> response.getKey().startsWith("2"))
                    .allMatch(response -> response.getKey().equals("304") || hasSchema(document, response.getValue()));
        });
        assertThat(document.path("paths").size()).isPositive();
    }

    private static boolean hasSchema(JsonNode document, JsonNode response) {
        JsonNode resolved = response.has("$ref")
                ? document.at(response.path("$ref").asText().substring(1))
                : response;
        return !resolved.path("content").isEmpty()
                && resolved.path("content")
                        .valueStream()
                        .allMatch(content -> !content.path("schema").isEmpty());
    }
}
