package dev.narrowgauge.standalone.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.access.KeyFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The product as it is shipped, in a process of its own. */
final class PackagedApp implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("narrowgauge.root"));

    private final Process process;
    private final int port;
    private final Path key;
    private final HttpClient http = HttpClient.newHttpClient();

    private PackagedApp(Process process, int port, Path key) {
        this.process = process;
        this.port = port;
        this.key = key;
    }

    /** With short leases, so that a test need not wait for a dead worker's. */
    static PackagedApp start(Path dataDirectory, int port) throws IOException {
        return start(dataDirectory, port, 0);
    }

    /** @param options beside those */
    static PackagedApp start(Path dataDirectory, int port, int grpcPort, String... options) throws IOException {
        return start(Map.of(), dataDirectory, port, grpcPort, options);
    }

    /** @param environment on top of ours */
    static PackagedApp start(
            Map<String, String> environment, Path dataDirectory, int port, int grpcPort, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dnarrowgauge.engine.home=" + ROOT.resolve("engine/runtime/target/engine"),
                "-Dnarrowgauge.worker.lease=10s",
                "-Dnarrowgauge.worker.heartbeat=2s",
                "-Dnarrowgauge.agent.lease=10s",
                "-Dnarrowgauge.agent.heartbeat=2s",
                "-jar",
                ROOT.resolve("standalone/target/quarkus-app/quarkus-run.jar").toString()));
        command.addAll(List.of("--port=" + port, "--grpc-port=" + grpcPort, "--data-dir=" + dataDirectory));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("XDG_STATE_HOME", dataDirectory.resolve("state").toString());
        builder.environment().putAll(environment);
        return new PackagedApp(builder.start(), port, dataDirectory.resolve(KeyFile.OF_ADMIN));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** With all that they have started. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Until it says that it is ready; everything it said. */
    List<String> awaitReady() throws IOException {
        List<String> said = new ArrayList<>();
        String line = process.inputReader(UTF_8).readLine();
        while (line != null) {
            said.add(line);
            if (line.startsWith("Narrowgauge is ready")) {
                return said;
            }
            line = process.inputReader(UTF_8).readLine();
        }
        throw new IllegalStateException("ended before it was ready: " + said);
    }

    /** Everything it says until it ends by itself. */
    List<String> awaitEnd() throws InterruptedException {
        List<String> said = process.inputReader(UTF_8).lines().toList();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            throw new IllegalStateException("said all and does not end: " + said);
        }
        return said;
    }

    int exitStatus() {
        return process.exitValue();
    }

    /** Through the handle, because {@link Process#destroy} also closes what is still to be read. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** As the kernel or an impatient operator would: no handler runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    String postFile(String path, Path file) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofFile(file))
                .build());
    }

    String postJson(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    static void await(Duration limit, Condition condition) throws Exception {
        Instant deadline = Instant.now().plus(limit);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + limit);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() throws InterruptedException {
        // Its PostgreSQL outlives it for a moment, and writes into the directory that the test deletes.
        List<ProcessHandle> children = process.descendants().toList();
        kill();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        http.shutdownNow();
    }

    /** What a client of this machine proves itself with, once the app is ready. */
    String authorization() {
        return "Bearer " + KeyFile.find(key).orElseThrow().text();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .header("Authorization", authorization())
                .timeout(Duration.ofMinutes(3));
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /** What a test waits for. */
    interface Condition {
        boolean holds() throws Exception;
    }
}
