package dev.narrowgauge.cli.identity;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Asks an identity provider. */
final class ProviderHttp implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    /** @param body missing where it is no JSON */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status == 200;
        }

        /** As RFC 6749, 5.2, names what is wrong; empty where it does not. */
        String error() {
            return body.path("error").asText();
        }
    }

    Answer get(URI address) {
        return sent(request(address).build());
    }

    /** @param permit that the request is made with */
    Answer get(URI address, String permit) {
        return sent(request(address).header("Authorization", "Bearer " + permit).build());
    }

    Answer post(URI address, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey(), UTF_8) + "=" + encode(field.getValue(), UTF_8))
                .collect(joining("&"));
        return sent(request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    /** What goes there and comes from there opens services: nobody on the way may read it. */
    private static HttpRequest.Builder request(URI address) {
        boolean safe = address.getHost() != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && HostName.isOfThisMachine(address.getHost())));
        if (!safe) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The identity provider's address '%s' is not encrypted; it must begin with https://."
                            .formatted(address));
        }
        return HttpRequest.newBuilder(address).timeout(LIMIT).header("Accept", "application/json");
    }

    private Answer sent(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 500) {
                throw unavailable(request.uri(), "it answers " + answer.statusCode(), null);
            }
            return new Answer(answer.statusCode(), json(answer.body()));
        } catch (IOException e) {
            throw unavailable(request.uri(), e.toString(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    /** What is no JSON says nothing: the answer to who revokes a token is empty, and some answer mistakes with a page. */
    private static JsonNode json(byte[] body) {
        try {
            return Json.read(body);
        } catch (NarrowgaugeException _) {
            return MissingNode.getInstance();
        }
    }

    private static NarrowgaugeException unavailable(URI address, String reason, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE,
                "The identity provider does not answer at %s (%s): try again later.".formatted(address, reason),
                cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
