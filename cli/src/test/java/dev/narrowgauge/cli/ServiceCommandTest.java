package dev.narrowgauge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs commands against something that answers as a service is told to. What they ask of one is tested so, and how they show its
 * answers; the service itself is tested end to end.
 */
abstract class ServiceCommandTest extends CommandLineTest {
    /** What the service has been asked, as {@code METHOD PATH BODY}. */
    final List<String> asked = new ArrayList<>();

    @TempDir
    Path directory;

    HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    final String address() {
        return "http://127.0.0.1:%d".formatted(service.getAddress().getPort());
    }

    /** Runs the command line about the service. Returns its exit status. */
    final int ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server=" + address());
        return execute(all.toArray(String[]::new));
    }

    final void answer(String path, int status, String body) {
        service.createContext(path, exchange -> {
            asked.add("%s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            respond(exchange, status, body);
        });
    }

    static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
