package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the service that is tested, as any other program would be one. */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    Http(URI root) {
        this.root = root;
    }

    record Answer(int status, byte[] body, HttpResponse<byte[]> response) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        Answer with(int expected) {
            assertThat(status).as(this::text).isEqualTo(expected);
            return this;
        }

        /** Asserts that this is a complete problem+json with the code; returns its detail. */
        String problem(ErrorCode code) {
            assertThat(status).as(this::text).isEqualTo(code.httpStatus());
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(json().fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "instance");
            assertThat(json().path("code").asText()).as(this::text).isEqualTo(code.name());
            assertThat(json().path("status").asInt()).isEqualTo(code.httpStatus());
            assertThat(json().path("type").asText()).isEqualTo(code.typeUri());
            return json().path("detail").asText();
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer upload(String path, byte[] content) {
        return upload(path, BodyPublishers.ofByteArray(content));
    }

    Answer upload(String path, BodyPublisher content) {
        return send("POST", path, content, "Content-Type", "application/octet-stream");
    }

    Answer post(String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send("POST", path, BodyPublishers.ofString(json), all);
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(LIMIT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
