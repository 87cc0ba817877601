package dev.narrowgauge.checks.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TestHttpConnection {
    private static final String CREATED = """
            HTTP/1.1 201 Created\r
            content-length: 9\r
            Location: http://127.0.0.1:1/v1/runs/a-run\r
            \r
            {"id":1}
            """;

    @Test
    void answersOfOneConnectionAreToldApart() throws Exception {
        try (Script service = Script.of(CREATED + "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
                HttpConnection connection = HttpConnection.open(service.port(), "A-Common: c\r\n")) {
            HttpConnection.Answer filed = connection.post("/v1/runs", "A: b\r\n", "{…}".getBytes(UTF_8));
            HttpConnection.Answer unknown = connection.get("/v1/runs/x");

            assertThat(filed.status()).isEqualTo(201);
            assertThat(filed.location()).endsWith("/v1/runs/a-run");
            assertThat(filed.text()).isEqualTo("{\"id\":1}\n");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.text()).isEqualTo("no");
            assertThat(unknown.location()).isEmpty();
            connection.close();
            assertThat(service.received())
                    .isEqualTo(
                            "POST /v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nA-Common: c\r\nA: b\r\nContent-Length: 5\r\n\r\n{…}"
                                    + "GET /v1/runs/x HTTP/1.1\r\nHost: 127.0.0.1\r\nA-Common: c\r\n\r\n");
        }
    }

    @Test
    void answerInChunksIsReadToItsEnd() throws Exception {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
        try (Script service = Script.of(chunked + "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
                HttpConnection connection = HttpConnection.open(service.port(), "")) {
            assertThat(connection.get("/v1/matrix").text()).isEqualTo("abc0123456789");
            assertThat(connection.get("/v1/runs/x").text()).isEqualTo("no");
        }
    }

    @Test
    void whatIsNoWholeAnswerIsAFailure() throws Exception {
        assertFails("", EOFException.class, "closed the connection");
        assertFails(CREATED.substring(0, CREATED.length() - 1), EOFException.class, "in the middle");
        assertFails("HTTP/1.1 200 OK\r\n\r\n", IOException.class, "no Content-Length");
        assertFails(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                IOException.class,
                "no length of a chunk");
        assertFails("SSH-2.0\r\n", IOException.class, "no answer of HTTP/1.1");
    }

    private static void assertFails(String answer, Class<? extends IOException> type, String message) throws Exception {
        try (Script service = Script.of(answer);
                HttpConnection connection = HttpConnection.open(service.port(), "A-Common: c\r\n")) {
            service.endOutput();
            assertThatThrownBy(() -> connection.get("/")).isInstanceOf(type).hasMessageContaining(message);
        }
    }

    /** Says all that it has to say to its only client, and remembers what that said. */
    private static final class Script implements AutoCloseable {
        private final ServerSocket server;
        private final CompletableFuture<Void> ends = new CompletableFuture<>();
        private final CompletableFuture<String> received;

        private Script(ServerSocket server, String answer) {
            this.server = server;
            this.received = CompletableFuture.supplyAsync(
                    () -> serve(answer), task -> Thread.ofVirtual().start(task));
        }

        static Script of(String answer) throws IOException {
            return new Script(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")), answer);
        }

        int port() {
            return server.getLocalPort();
        }

        void endOutput() {
            ends.complete(null);
        }

        /** Until the client has closed the connection. */
        String received() {
            return received.join();
        }

        private String serve(String answer) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                var _ = ends.thenRun(() -> endOutput(socket));
                InputStream input = socket.getInputStream();
                return new String(input.readAllBytes(), UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        }

        private static void endOutput(Socket socket) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
