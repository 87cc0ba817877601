package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web page elsewhere can have a browser send to a service that only this machine reaches. */
@QuarkusTest
class TestRequestSource extends ApiTest {
    private static final String MODEL = TestingInspector.MODEL;
    private static final String BINARY = "Content-Type: application/octet-stream";
    private static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    private static final int MISDIRECTED = 421;

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "192.0.2.1", "[2001:db8::1]:8080"
            })
    void otherHosts(String host) {
        for (String path : List.of("/", "/v1/models", "/v1/nothing", "/q/health/ready")) {
            Answer answer = http.lines("GET " + path, "Host: " + host);
            assertThat(answer.status()).as(answer.text()).isEqualTo(MISDIRECTED);
        }
        assertStoresNothing("Host: " + host);
    }

    @Test
    void refusalSaysWhichHostIsUnknownAndWhatToDo() {
        assertThat(http.lines("GET /v1/models", "Host: evil.example").problem(ErrorCode.REQUEST_HOST_UNKNOWN))
                .contains("'evil.example'", "narrowgauge.api.hosts");
    }

    /** What the HTTP server itself refuses of these it refuses first. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Host: ", "Host: a b", "Host: localhost:x", "Host: localhost\r\nHost: localhost", "X-Other: none"
            })
    void hostsThatAreNone(String header) {
        assertThat(http.lines("GET /v1/models", header).status()).isIn(BAD, MISDIRECTED);
        assertStoresNothing(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:1",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:8080",
                "narrowgauge.example",
                "Narrowgauge.Example:443"
            })
    void hostsOfThisMachineAndThoseConfigured(String host) {
        assertThat(http.lines("GET /v1/models", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://evil.example",
                "null",
                "",
                "http://localhost:1",
                "http://localhost",
                "https://localhost:8080",
                "http://localhost:8080/path",
                "http://narrowgauge.example:8080"
            })
    void pagesOfOthers(String origin) {
        for (String path : List.of("/v1/models", "/v1/runs", "/q/openapi")) {
            http.lines("GET " + path, "Host: localhost:8080", "Origin: " + origin)
                    .problem(ErrorCode.REQUEST_ORIGIN_REFUSED);
        }
        assertStoresNothing("Host: localhost:8080\r\nOrigin: " + origin);
    }

    @Test
    void pagesOfOurs() {
        for (String own : List.of("localhost:8080", "127.0.0.1", "[::1]:1", "narrowgauge.example")) {
            assertThat(http.lines("GET /v1/models", "Host: " + own, "Origin: http://" + own)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(http.lines("GET /v1/models", "Host: localhost:80", "Origin: http://localhost")
                        .status())
                .isEqualTo(200);
    }

    /** A page may send a body without a type, or with one that any form has, and no browser asks whether it may. */
    @Test
    void bodiesWithoutTheirType() {
        List<String> targets = List.of(
                "/v1/runs",
                "/v1/models?name=untyped",
                "/v1/datasets?name=untyped",
                "/v1/recipes:validate",
                "/v1/node-tokens",
                "/v1/nodes/test-node/clear");
        for (String target : targets) {
            for (String type : List.of("X-Other: none", "Content-Type: text/plain")) {
                http.lines("POST " + target, "Host: localhost", type, "Content-Length: 2", "", "{}")
                        .problem(ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED);
            }
        }
        assertThat(http.lines("POST /v1/runs", "Host: localhost", "Content-Length: 2", "", "{}")
                        .problem(ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED))
                .contains("application/json");
    }

    private void assertStoresNothing(String headers) {
        String name = "unwanted-" + System.nanoTime();
        Answer answer = http.lines(
                "POST /v1/models?name=" + name, headers, BINARY, "Content-Length: " + MODEL.length(), "", MODEL);
        assertThat(answer.status()).isIn(BAD, FORBIDDEN, MISDIRECTED);
        assertThat(http.get("/v1/models").with(200).text()).doesNotContain(name);
    }
}
