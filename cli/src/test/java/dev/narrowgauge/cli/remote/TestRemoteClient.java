package dev.narrowgauge.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRemoteClient {
    private HttpServer server;
    private RemoteClient client;
    private Optional<KeyText> key = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new RemoteClient(
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())), () -> key);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void problemKeepsItsCodeAndSentence() {
        answer("/v1/runs/1", 404, """
                {"type":"urn:narrowgauge:error:not-found","title":"Not found","status":404,
                 "detail":"There is no run 1.","code":"NOT_FOUND"}""");

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> client.run("1"))
                .withMessage("There is no run 1.")
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void keyGoesWithEachRequestOnceThereIsOne() {
        List<String> sent = new ArrayList<>();
        server.createContext("/v1/runs/1", exchange -> {
            sent.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            respond(exchange, 200, "{}");
        });

        client.run("1");
        KeyText made = KeyText.random();
        key = Optional.of(made);
        client.run("1");
        assertThat(sent).containsExactly("null", "Bearer " + made.text());
    }

    /** Whatever listens meanwhile is not to have the key, and would only say that there was none. */
    @Test
    void serviceWhoseKeyIsGoneIsNotAskedUntilThereIsOne() {
        List<String> sent = new ArrayList<>();
        server.createContext("/v1/runs/1", exchange -> {
            sent.add(exchange.getRequestHeaders().getFirst("Authorization"));
            respond(exchange, 200, "{}");
        });
        KeyText before = KeyText.random();
        key = Optional.of(before);
        client.run("1");
        key = Optional.empty();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> client.run("1"))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.SERVICE_UNREACHABLE);
        assertThat(client.isReady()).isFalse();
        KeyText after = KeyText.random();
        key = Optional.of(after);
        client.run("1");
        assertThat(sent).containsExactly("Bearer " + before.text(), "Bearer " + after.text());
    }

    @Test
    void runIsFollowedWhileItsServiceStartsAgain() throws InterruptedException {
        KeyText of = KeyText.random();
        Iterator<Optional<KeyText>> found = List.of(Optional.of(of), Optional.<KeyText>empty(), Optional.of(of))
                .iterator();
        server.createContext("/v1/runs/1/events", exchange -> {
            boolean first =
                    exchange.getRequestHeaders().getFirst("Last-Event-ID").equals("0");
            respond(exchange, 200, first ? """
                id: 1
                event: progress
                data: {}

                """ : """
                            id: 2
                            event: run-state
                            data: {"state":"DONE"}

                            """);
        });
        URI address =
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
        try (RemoteClient restarted = new RemoteClient(address, found::next)) {
            assertThat(new RunFollower(restarted, "1", _ -> {}).awaitEnd()).isEqualTo("DONE");
        }
        assertThat(found).isExhausted();
    }

    @Test
    void problemKeepsItsFaults() {
        answer("/v1/runs/1", 422, """
                {"type":"urn:narrowgauge:error:not-found","title":"Not found","status":422,
                 "detail":"One.\\nTwo.\\n3 more.","code":"NOT_FOUND","moreFaults":3,
                 "faults":[{"code":"NOT_FOUND","detail":"One.","pointer":null},
                           {"code":"OF_TOMORROW","detail":"Two.","pointer":"/recipes/1/mode"}]}""");

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> client.run("1"))
                .withMessage("One.\nTwo. (at /recipes/1/mode)\n3 more.")
                .satisfies(failure -> assertThat(failure.faults())
                        .extracting(Fault::code)
                        .containsExactly(ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND));
    }

    @Test
    void failureOfSomethingInBetween() {
        answer("/v1/runs/1", 502, "<h1>Bad gateway</h1>");

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> client.run("1"))
                .withMessageContaining("502")
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void nobodyThere() {
        server.stop(0);

        assertThat(client.isReady()).isFalse();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> client.run("1"))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.SERVICE_UNREACHABLE);
    }

    @Test
    void uploadStreamsTheFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("model.onnx"), "content");
        List<String> seen = new ArrayList<>();
        server.createContext("/v1/models", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            respond(exchange, 201, "{\"id\":\"abc\"}");
        });

        assertThat(client.uploadModel(file, "my model")).isEqualTo("abc");
        assertThat(seen).containsExactly("/v1/models?name=my+model content");
    }

    @Test
    void brokenStreamResumesBehindTheLastEvent() throws InterruptedException {
        List<String> resumedAfter = new ArrayList<>();
        server.createContext("/v1/runs/1/events", exchange -> {
            String after = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            resumedAfter.add(after);
            respond(exchange, 200, after.equals("0") ? """
                            id: 1
                            event: progress
                            data: {}

                            id: 2
                            event: prog""" : """
                            id: 2
                            event: run-state
                            data: {"state":"DONE"}

                            """);
        });
        List<Long> heard = new ArrayList<>();

        assertThat(new RunFollower(client, "1", event -> heard.add(event.sequence())).awaitEnd())
                .isEqualTo("DONE");
        assertThat(heard).containsExactly(1L, 2L);
        assertThat(resumedAfter).containsExactly("0", "1");
    }

    /** Each connection is taken and ended without a word. */
    @Test
    void serviceThatSaysNothingIsGivenUp() {
        answer("/v1/runs/1/events", 200, "");

        assertThatThrownBy(() -> new RunFollower(client, "1", _ -> {}, Duration.ofMillis(1)).awaitEnd())
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNREACHABLE))
                .hasMessageContaining("'narrowgauge run watch 1'");
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> respond(exchange, status, body));
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
