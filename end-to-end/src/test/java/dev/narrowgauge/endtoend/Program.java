package dev.narrowgauge.endtoend;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of one role in a process of its own; what it prints goes to a file. */
final class Program implements AutoCloseable {
    private static final int LIMIT_SECONDS = 300;
    private static final int READY = 200;
    private static final int NOT_READY = 503;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path printed;
    private final int port;

    private Program(Process process, Path printed, int port) {
        this.process = process;
        this.printed = printed;
        this.port = port;
    }

    /**
     * @param module that packages it
     * @param folder for what it prints and what it works on
     * @param settings variables of its environment, on top of a port of its own
     */
    static Program start(String module, Path folder, Map<String, String> settings, String... arguments)
            throws IOException {
        int port = Installation.freePort();
        Path printed = Files.createTempFile(folder, module, ".log");
        ProcessBuilder builder = new ProcessBuilder(Installation.program(module, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().putAll(settings);
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return new Program(builder.start(), printed, port);
    }

    int port() {
        return port;
    }

    /** Until it says that it does its work. */
    void awaitReady() throws Exception {
        Service.await(Duration.ofSeconds(LIMIT_SECONDS), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended before it was ready: " + printed());
            }
            return isReady();
        });
    }

    /** Until it says that it does not do its work, and why. */
    void awaitObstacle(String reason) throws Exception {
        Service.await(Duration.ofSeconds(LIMIT_SECONDS), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended before it said why it waits: " + printed());
            }
            return readiness()
                    .filter(answer ->
                            answer.statusCode() == NOT_READY && answer.body().contains(reason))
                    .isPresent();
        });
    }

    private boolean isReady() throws IOException, InterruptedException {
        return readiness().filter(answer -> answer.statusCode() == READY).isPresent();
    }

    /** What it answers to a probe of its platform. */
    int status(String path) throws IOException, InterruptedException {
        return ask(path).statusCode();
    }

    /** Empty where nothing listens yet. */
    private Optional<HttpResponse<String>> readiness() throws IOException, InterruptedException {
        try {
            return Optional.of(ask("/q/health/ready"));
        } catch (ConnectException _) {
            return Optional.empty();
        }
    }

    /** What it counts and times, as Prometheus reads it. */
    String metrics() throws IOException, InterruptedException {
        return ask("/q/metrics").body();
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofMinutes(1))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** As an operator or a platform stops it. */
    void terminate() {
        process.destroy();
    }

    /** @return its exit status */
    int awaitEnd() throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end; it printed " + printed());
        }
        return process.exitValue();
    }

    String printed() throws IOException {
        return Files.readString(printed);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        http.shutdownNow();
    }
}
