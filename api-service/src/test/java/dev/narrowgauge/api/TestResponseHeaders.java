package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.Http.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers tell a browser, whoever gives them. */
@QuarkusTest
class TestResponseHeaders extends ApiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/v1/models",
                "/v1/runs/none",
                "/nothing",
                "/q/openapi",
                "/q/health/ready",
                "/q/metrics"
            })
    void everyAnswerIsGuarded(String path) {
        assertGuarded(http.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    }

    @Test
    void refusalsAreGuarded() {
        assertGuarded(http.raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
    }

    /** A browser saves it and does not show it, whatever is in it. */
    @Test
    void contentIsSavedAndNotShown() {
        for (String path : List.of("/v1/models/" + fixture.model(), "/v1/datasets/" + fixture.dataset("71"))) {
            Answer answer = http.get(path + "/content").with(200);
            assertGuarded(answer);
            assertThat(answer.header("Content-Disposition")).startsWith("attachment; ");
            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        }
    }

    @Test
    void textsAreCompressedForWhoTakesThat() {
        for (String path : List.of("/", "/v1/schemas/policy", "/v1/nodes")) {
            Answer plain = http.lines("GET " + path, "Host: localhost");
            Answer compressed = http.lines("GET " + path, "Host: localhost", "Accept-Encoding: gzip");
            assertThat(plain.header("content-encoding")).as(path).isNull();
            assertThat(compressed.header("content-encoding")).as(path).isEqualTo("gzip");
            assertThat(compressed.text()).as(path).isEqualTo(plain.text());
        }
    }

    /** Its length is told before it comes. */
    @Test
    void contentIsSentAsItIs() {
        Answer content = http.lines(
                "GET /v1/models/" + fixture.model() + "/content", "Host: localhost", "Accept-Encoding: gzip");
        assertThat(content.header("content-encoding")).isNull();
        assertThat(content.header("content-length"))
                .isEqualTo(Integer.toString(content.with(200).body().length));
    }

    @Test
    void documentThatTheCallerHasIsNotSentAgain() {
        String model = fixture.model();
        String path = "/v1/models/" + model;
        Answer first = http.get(path).with(200);
        String tag = first.header("etag");
        assertThat(tag).startsWith("W/\"");
        assertThat(first.json().path("id").asText()).isEqualTo(model);
        assertThat(http.get("/v1/models?limit=1").json().path("items").isArray())
                .isTrue();

        Answer again = http.get(path, "If-None-Match", "\"another\", " + tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("etag")).isEqualTo(tag);
        assertThat(http.get(path, "If-None-Match", "W/\"another\"").with(200).text())
                .isEqualTo(first.text());
    }

    private static void assertGuarded(Answer answer) {
        assertThat(answer.header("content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self'; ")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }
}
