package dev.narrowgauge.api.identity;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Asks providers. What they answer is bounded, and they have little time. */
final class ProviderClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 1L << 20;
    private static final int OK = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    record Answer(int status, JsonNode body) {}

    /** @throws NarrowgaugeException IDENTITY_PROVIDER_UNAVAILABLE */
    Metadata metadata(Provider provider) {
        URI address = URI.create(provider.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration");
        return Metadata.of(provider.issuer(), json(provider, address, got(provider, address)))
                .orElseThrow(() -> unavailable(
                        provider,
                        "the document at %s is not of that issuer, or names no keys at a safe address"
                                .formatted(address)));
    }

    /**
     * The public keys that it signs with.
     *
     * @throws NarrowgaugeException IDENTITY_PROVIDER_UNAVAILABLE
     */
    JsonWebKeySet keys(Provider provider) {
        URI address = metadata(provider).keys();
        try {
            return new JsonWebKeySet(got(provider, address));
        } catch (JoseException _) {
            throw unavailable(provider, "what %s answers are no keys".formatted(address));
        }
    }

    /**
     * Asks for tokens, as the client that the service is to the provider.
     *
     * @return what it answers, tokens or a refusal
     * @throws NarrowgaugeException IDENTITY_PROVIDER_UNAVAILABLE
     */
    Answer tokens(Provider provider, Provider.Client client, URI address, Map<String, String> form) {
        HttpRequest.Builder request = request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        client.secret().isPresent() ? form(form) : form(form) + "&" + pair("client_id", client.id())));
        client.secret().ifPresent(secret -> request.header("Authorization", basic(client.id(), secret)));
        HttpResponse<String> answer = sent(provider, request.build());
        if (answer.statusCode() >= 500) {
            throw unavailable(provider, "%s answers %d".formatted(address, answer.statusCode()));
        }
        return new Answer(answer.statusCode(), json(provider, address, answer.body()));
    }

    /** As RFC 6749, 2.3.1, has it: both are encoded as in a form before they are joined. */
    private static String basic(String id, String secret) {
        String joined = encode(id, UTF_8) + ":" + encode(secret, UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(joined.getBytes(UTF_8));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> pair(field.getKey(), field.getValue()))
                .collect(joining("&"));
    }

    private static String pair(String name, String value) {
        return encode(name, UTF_8) + "=" + encode(value, UTF_8);
    }

    private String got(Provider provider, URI address) {
        HttpResponse<String> answer = sent(provider, request(address).build());
        if (answer.statusCode() != OK) {
            throw unavailable(provider, "%s answers %d".formatted(address, answer.statusCode()));
        }
        return answer.body();
    }

    private static JsonNode json(Provider provider, URI address, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            throw unavailable(provider, "what %s answers is no JSON".formatted(address));
        }
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(LIMIT).header("Accept", "application/json");
    }

    private HttpResponse<String> sent(Provider provider, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MOST_BYTES));
        } catch (IOException e) {
            throw unavailable(provider, "%s: %s".formatted(request.uri(), e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    static NarrowgaugeException unavailable(Provider provider, String reason) {
        return new NarrowgaugeException(
                ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE,
                "The identity provider '%s' cannot be asked (%s): try again later, or have the service's operator check narrowgauge.oidc.%s.issuer."
                        .formatted(provider.name(), reason, provider.name()));
    }
}
