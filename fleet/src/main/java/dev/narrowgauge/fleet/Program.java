package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A program that answers at a port whether it is ready, in a process of its own; which may be started again, killed and
 * stopped. For one thread at a time.
 */
public final class Program implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final double MEBIBYTE_IN_KIB = 1024;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    private final List<String> command;
    private final Map<String, String> settings;
    private final Path log;
    private final String host;
    private final int port;
    private Process process;
    private long begun;

    /**
     * Not started yet.
     *
     * @param settings variables of its environment, on top of ours
     * @param log gets what it prints, at its end
     * @param port of its health checks, on the loopback interface
     */
    public Program(List<String> command, Map<String, String> settings, Path log, int port) {
        this(command, settings, log, LOOPBACK, port);
    }

    /** @param host address of its health checks */
    Program(List<String> command, Map<String, String> settings, Path log, String host, int port) {
        this.command = List.copyOf(command);
        this.settings = Map.copyOf(settings);
        this.log = log;
        this.host = host;
        this.port = port;
    }

    public void start() {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        begun = System.nanoTime();
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "%s cannot be started: %s".formatted(command.getFirst(), e), e);
        }
    }

    public int port() {
        return port;
    }

    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://%s:%d/q/health/ready".formatted(host, port)))
                .timeout(ANSWER)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the fleet was waited for");
        }
    }

    /** Gives the time since its start. */
    public Duration awaitReady(Duration limit) {
        boolean ready = Waiting.until(limit, () -> !process.isAlive() || isReady());
        if (!ready || !process.isAlive()) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "A program did not become ready within %d s of its start; %s says why."
                            .formatted(limit.toSeconds(), log));
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** As when its machine loses power; what it has started ends by itself. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As its platform ends it. */
    public void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** It does nothing more, and its connections stay, until it is resumed. */
    public void stop() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        Tool.call("sh", "-c", "kill -%s %d".formatted(name, process.pid()));
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR,
                        "A program did not end within %d s; %s has what it printed.".formatted(END.toSeconds(), log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a program was ending");
        }
    }

    /** Of the process alone, in MiB; 0 where the system does not say. */
    public double residentMebibytes() {
        return residentMebibytes(LongStream.of(process.pid()));
    }

    /** Of the process and all that it has started. */
    public double residentMebibytesWithChildren() {
        return residentMebibytes(LongStream.concat(
                LongStream.of(process.pid()), process.descendants().mapToLong(ProcessHandle::pid)));
    }

    /** Of these processes together, in MiB; 0 of those that have ended. */
    static double residentMebibytes(LongStream processes) {
        return processes.map(Program::residentKibibytes).sum() / MEBIBYTE_IN_KIB;
    }

    private static long residentKibibytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /** Names in a folder as this program sees it, in order. */
    public List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(Path.of("/proc/%d/root%s".formatted(process.pid(), folder)))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all that it has started, whether it runs, is stopped or has ended. */
    @Override
    public void close() {
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            awaitEnd();
        }
        http.shutdownNow();
    }
}
