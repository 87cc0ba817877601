package dev.narrowgauge.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole product as a child that ends when we do: it watches its standard input, which the system closes with us. */
final class StandaloneProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Pattern ERROR_LINE = Pattern.compile("error ([A-Z_]+): (.*)");

    /** What the child says once it has opened its port; another server may answer there before. */
    private static final String READY_LINE = "Narrowgauge is ready";

    private static final int KEPT_LINES = 50;

    private final Process process;
    private final Future<List<String>> errors;
    private volatile boolean saidReady;
    private volatile boolean closing;

    private StandaloneProcess(Process process) {
        this.process = process;
        FutureTask<List<String>> reading = new FutureTask<>(() -> firstLines(process));
        Thread.ofVirtual().name("standalone-errors").start(reading);
        this.errors = reading;
        Thread.ofPlatform().daemon().name("standalone-output").start(this::listen);
    }

    static StandaloneProcess start(Installation installation, int port, Path dataDirectory) {
        List<String> command = installation.standalone(
                "--stop-at-end-of-input", "--port=" + port, "--grpc-port=0", "--data-dir=" + dataDirectory);
        try {
            return new StandaloneProcess(new ProcessBuilder(command).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until it takes work; fails with the error it died of. */
    void awaitReady(RemoteClient client) throws InterruptedException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            if (saidReady && client.isReady()) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR,
                        "The services were not ready %d seconds after their start.".formatted(START_LIMIT.toSeconds()));
            }
        }
        throw causeOfDeath();
    }

    /** To the end, so that the child never waits for a reader. */
    private void listen() {
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                saidReady |= line.startsWith(READY_LINE);
            }
        } catch (IOException _) {
            // The child was stopped; nobody waits for it.
        }
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Stops the child in order; the second time does nothing. */
    @Override
    public void close() {
        closing = true;
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroy();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }

    private RuntimeException causeOfDeath() throws InterruptedException {
        if (closing) {
            return new CancellationException();
        }
        List<String> lines = errorLines();
        Optional<NarrowgaugeException> known = lines.stream()
                .map(ERROR_LINE::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(StandaloneProcess::known);
        return known.orElseGet(() -> new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR,
                "The services ended with status %d: %s".formatted(process.exitValue(), String.join(" ", lines))));
    }

    private List<String> errorLines() throws InterruptedException {
        try {
            return errors.get();
        } catch (ExecutionException failure) {
            return List.of("(" + failure.getCause().getMessage() + ")");
        }
    }

    /** Reads to the end, so that the child never waits for us. */
    private static List<String> firstLines(Process process) throws IOException {
        List<String> kept = new ArrayList<>();
        try (BufferedReader said = process.errorReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (kept.size() < KEPT_LINES) {
                    kept.add(line);
                }
            }
        }
        return kept;
    }

    private static Optional<NarrowgaugeException> known(Matcher line) {
        try {
            return Optional.of(new NarrowgaugeException(ErrorCode.valueOf(line.group(1)), line.group(2)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
