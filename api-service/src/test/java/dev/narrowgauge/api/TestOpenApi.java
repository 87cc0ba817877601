package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestOpenApi extends ApiTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("api-service/openapi.yaml");

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
}
