package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.Bearer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The identity provider of the service that is tested, as {@code TestingProvider} serves it. */
record Issuer(String address) {
    /**
     * A token of Ann's, as a header has it.
     *
     * @param claims that it has beside hers or instead, as JSON
     */
    String header(String claims) {
        return "Bearer " + token(claims).text();
    }

    /** The same without the word. */
    Bearer token(String claims) {
        return new Token(sent(HttpRequest.newBuilder(URI.create(address + "/testing/sign"))
                        .POST(BodyPublishers.ofString(claims))
                        .build())
                .body());
    }

    private record Token(String text) implements Bearer {}

    /** Where it sends Ann's browser back to, once she has signed in. */
    URI signedIn(String asked) {
        HttpResponse<String> answer =
                sent(HttpRequest.newBuilder(URI.create(asked)).build());
        assertThat(answer.statusCode()).isEqualTo(302);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static HttpResponse<String> sent(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
