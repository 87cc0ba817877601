package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends: each is answered by a complete problem+json that says whose fault it is. */
@QuarkusTest
class TestMalformedRequests extends ApiTest {
    private static final String NUL_IN_JSON = "\\u0000";

    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void addressesAndHeadersThatAreTooLong() {
        raw("GET /v1/models/" + "x".repeat(20_000)).problem("REQUEST_URI_TOO_LONG", 414);
        raw("GET /v1/models", "X-Long: " + "x".repeat(40_000)).problem("REQUEST_HEADERS_TOO_LARGE", 431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models?name=x", "/v1/runs", "/v1/nothing"})
    void bodiesThatAreAnnouncedTooLarge(String target) {
        raw("POST " + target, "Content-Type: application/octet-stream", "Content-Length: " + (9L << 30))
                .problem(ErrorCode.REQUEST_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/runs/%zz",
                "GET /v1/models?limit=%",
                "POST /v1/runs/%2/cancel",
                "GET /v1/runs/a|b",
                "GET //"
            })
    void addressesThatAreNone(String request) {
        assertThat(raw(request).problem(ErrorCode.REQUEST_INVALID)).contains("URL");
    }

    @Test
    void mediaTypesThatAreNone() {
        for (String type : List.of("text/plain", "nonsense", "a/b/c", ";", "application/octet-stream; q")) {
            raw("POST /v1/runs", "Content-Type: " + type, "Content-Length: 2", "", "{}")
                    .problem(ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED);
        }
        raw("GET /v1/models", "Accept: image/png").problem(ErrorCode.REQUEST_NOT_ACCEPTABLE);
        assertThat(raw("GET /v1/models", "Accept: nonsense").status()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models/%00",
                "GET /v1/models/%00/content",
                "GET /v1/datasets/%00",
                "GET /v1/datasets/%00/content",
                "GET /v1/runs/%00",
                "GET /v1/runs/%00/events",
                "GET /v1/jobs/%00",
                "GET /v1/variants/%00/report",
                "POST /v1/nodes/%00/recheck"
            })
    void nulInAPathNamesNothing(String request) {
        raw(request).problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void nulInTheNameOfANodeNamesNothing() {
        http.post("/v1/nodes/%00/clear", "{\"reason\": \"repaired\"}").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void nameOfAnUploadThatCannotBeStoredLeavesNothing() {
        List<Path> before = storedFiles();
        for (String kind : List.of("models", "datasets")) {
            String content = kind.equals("models") ? TestingInspector.MODEL : TestingInspector.dataset("1", "");
            for (String name : List.of("a%00b", "%ED%A0%80%00", "%0A")) {
                assertThat(http.upload("/v1/" + kind + "?name=" + name, RunFixture.unique(content))
                                .problem(ErrorCode.REQUEST_INVALID))
                        .contains("'name'");
            }
        }
        assertThat(storedFiles()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\": \"a" + NUL_IN_JSON + "\"",
                "\"name\": \"\\ud800\"",
                "\"deviceClasses\": [null]",
                "\"deviceClasses\": [\"\"]",
                "\"deviceClasses\": [\"" + NUL_IN_JSON + "\"]",
                "\"policy\": {\"rules\": [{\"id\": \"" + NUL_IN_JSON + "\", \"metric\": \"size.ratio\", \"max\": 1}]}"
            })
    void partsOfARunThatCannotBeStored(String member) {
        // The last of two members of a name counts.
        http.post("/v1/runs", fixture.request().replaceFirst("}$", "," + member.replace("\\", "\\\\") + "}"))
                .problem(ErrorCode.REQUEST_INVALID);
    }

    @Test
    void recipesThatCannotBeStored() {
        for (String recipe : List.of(
                "{\"name\": \"" + NUL_IN_JSON + "\"}",
                "{\"exclude\": {\"nodes\": [\"" + NUL_IN_JSON + "\"]}}",
                "{\"exclude\": {\"opTypes\": [\"\\udc00\"]}}")) {
            assertThat(http.post(
                                    "/v1/runs",
                                    RunFixture.request(
                                            fixture.model(),
                                            fixture.dataset("1"),
                                            fixture.dataset("2"),
                                            '[' + recipe + ']'))
                            .problem(ErrorCode.REQUEST_INVALID))
                    .contains("'recipes[0]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z/x",
                "-1000000000-01-01T00:00:00Z/x",
                "2026-01-01T00:00:00Z/\0",
                "2026-01-01T00:00:00Z/"
            })
    void cursorsThatNoPageGave(String text) {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
        for (String list : List.of("models", "datasets", "runs")) {
            http.get("/v1/%s?cursor=%s".formatted(list, cursor)).problem(ErrorCode.REQUEST_CURSOR_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "+300000-01-01T00:00:00Z", "0000-12-31T23:59:59Z"})
    void momentsThatCannotBeStored(String moment) {
        String parameter = URLEncoder.encode(moment, UTF_8);
        for (String list :
                List.of("runs?createdAfter", "models?createdBefore", "series/" + UUID.randomUUID() + "?before")) {
            assertThat(http.get("/v1/%s=%s".formatted(list, parameter)).problem(ErrorCode.REQUEST_INVALID))
                    .contains("in the years 1 to 9999");
        }
        String note = "{\"text\": \"a new driver\", \"at\": \"%s\"}".formatted(moment);
        assertThat(http.post("/v1/annotations", note).problem(ErrorCode.REQUEST_INVALID))
                .contains("'at'", "in the years 1 to 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"modelId\": 7", "\"name\": true", "\"deviceClasses\": [1]", "\"name\": 1.5"})
    void valuesOfAnotherTypeAreNotTakenForText(String member) {
        String field = member.substring(1, member.indexOf('"', 1));
        assertThat(http.post("/v1/runs", "{" + member + "}").problem(ErrorCode.REQUEST_INVALID))
                .contains("'" + field, "; it must be a string");
        http.post("/v1/nodes/test-node/clear", "{\"reason\": 7}").problem(ErrorCode.REQUEST_INVALID);
    }

    private Answer raw(String request, String... lines) {
        return http.lines(
                request,
                Stream.concat(Stream.of("Host: localhost"), Arrays.stream(lines))
                        .toArray(String[]::new));
    }
}
