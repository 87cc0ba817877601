package dev.narrowgauge.checks.service;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * The packaged service as {@code narrowgauge up} starts it, with one setting: no worker. The runs stay queued then, and no
 * engine takes the processors.
 */
public final class RunningService implements AutoCloseable {
    private static final int OK = 200;

    /** The launcher may have to build the service first. */
    private static final Duration START = Duration.ofMinutes(20);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration END = Duration.ofSeconds(10);

    private final Process process;
    private final int port;
    private final Path key;

    private RunningService(Process process, int port, Path key) {
        this.process = process;
        this.port = port;
        this.key = key;
    }

    /**
     * Returns when the service answers and a node has registered, without which it takes no runs.
     *
     * @param data kept from an earlier start, or empty
     */
    public static RunningService start(Path checkout, Path data) {
        Path log = data.resolveSibling("service.log");
        try {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(
                            checkout.resolve("narrowgauge").toString(),
                            "up",
                            "--port=" + port,
                            "--grpc-port=0",
                            "--data-dir=" + data,
                            // Closed with this process, however that ends.
                            "--stop-at-end-of-input")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("NARROWGAUGE_WORKER_ENABLED", "false");
            builder.environment()
                    .put("XDG_STATE_HOME", data.resolveSibling("state").toString());
            RunningService service = new RunningService(builder.start(), port, data.resolve(KeyFile.OF_ADMIN));
            service.awaitNode(log);
            return service;
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "The service cannot be started: " + e, e);
        }
    }

    /** For who may do everything, as soon as the service has said how that is known. */
    public HttpConnection connect() throws IOException {
        return HttpConnection.open(
                port,
                KeyFile.find(key)
                        .map(text -> "Authorization: Bearer " + text.text() + "\r\n")
                        .orElse(""));
    }

    /** What its virtual machine was told, of options that are not properties. */
    public String options() {
        return String.join(
                " ",
                Stream.of(process.info().arguments().orElse(new String[0]))
                        .filter(argument -> argument.startsWith("-X"))
                        .toList());
    }

    /**
     * As {@code kill -9} does, all of its processes: those that it started first, as they are told when it ends, and its
     * database would use that to end in good order.
     */
    public void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        // One whose parent does not ask for its end stays a zombie, which does nothing any more.
        all.forEach(each ->
                each.onExit().completeOnTimeout(each, END.toSeconds(), SECONDS).join());
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitNode(Path log) {
        Instant deadline = Instant.now().plus(START);
        while (!hasNode()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                kill();
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "The service did not start; %s says why.".formatted(log));
            }
            pause(LOOK);
        }
    }

    private boolean hasNode() {
        try (HttpConnection connection = connect()) {
            HttpConnection.Answer answer = connection.get("/v1/nodes");
            return answer.status() == OK
                    && !Figures.MAPPER.readTree(answer.body()).path("items").isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the service was checked");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
