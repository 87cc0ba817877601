package dev.narrowgauge.cli.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What GitHub's documentation says that a job does to get its token. */
class TestActionsToken {
    private static final String AUDIENCE = "https://gate.example";

    private final List<String> asked = new ArrayList<>();
    private HttpServer github;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void start() throws IOException {
        github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        github.createContext("/token", exchange -> {
            asked.add("%s %s"
                    .formatted(
                            exchange.getRequestURI().getRawQuery(),
                            exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = "{\"count\":1,\"value\":\"token-%d\"}"
                    .formatted(asked.size())
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        github.start();
    }

    @AfterEach
    void stop() {
        github.stop(0);
    }

    @Test
    void jobAsksForItsTokenAndAgainBeforeThatEnds() {
        ActionsToken token = new ActionsToken(environment("/token?api-version=2.0"), () -> now);

        assertThat(token.current().map(Bearer::text)).contains("token-1");
        assertThat(token.current().map(Bearer::text)).contains("token-1");
        now = now.plus(Duration.ofMinutes(3));
        assertThat(token.current().map(Bearer::text)).contains("token-2");
        assertThat(asked.getFirst()).isEqualTo("api-version=2.0&audience=https%3A%2F%2Fgate.example Bearer permit");
        assertThat(token.current().toString()).doesNotContain("token-2");
    }

    @Test
    void withoutAnAudienceNobodyIsAsked() {
        assertThat(new ActionsToken(Map.of(), () -> now).current()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void jobOfAForkIsToldWhy() {
        assertThatThrownBy(() -> new ActionsToken(Map.of(ActionsToken.AUDIENCE, AUDIENCE), () -> now).current())
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOKEN_REFUSED))
                .hasMessageContaining("id-token: write");
        assertThatThrownBy(() -> new ActionsToken(environment("/nowhere"), () -> now).current())
                .hasMessageContaining("HTTP status 404");
    }

    private Map<String, String> environment(String path) {
        return Map.of(
                ActionsToken.AUDIENCE,
                AUDIENCE,
                "ACTIONS_ID_TOKEN_REQUEST_URL",
                "http://127.0.0.1:%d%s".formatted(github.getAddress().getPort(), path),
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                "permit");
    }
}
