package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** A program of the servers as another process, which speaks in lines and ends with this one however that ends. */
final class ServerProcess implements AutoCloseable {
    private static final Duration END = Duration.ofMinutes(1);

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Returns at once.
     *
     * @param checkout that was built
     * @param log gets what it has to say beside its lines, at its end
     * @param heap as Java reads it
     * @param program class and arguments; it ends when its input does
     */
    static ServerProcess start(Path checkout, Path log, String heap, List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                checkout.resolve("fleet/target/fleet/lib") + "/*"));
        command.addAll(program);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
            return new ServerProcess(process, log);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "%s cannot be started: %s".formatted(program.getFirst(), e), e);
        }
    }

    /** Its next line, once it is there. */
    String line() {
        try {
            String line = process.inputReader().readLine();
            if (line == null) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "A server of the fleet has ended; %s says why.".formatted(log));
            }
            return line;
        } catch (IOException e) {
            throw silent(e);
        }
    }

    /** What it answers to the line. */
    String ask(String line) {
        try {
            BufferedWriter input = process.outputWriter();
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw silent(e);
        }
        return line();
    }

    private NarrowgaugeException silent(IOException e) {
        return new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR,
                "A server of the fleet does not answer (%s); %s says why.".formatted(e, log),
                e);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted();
        }
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("interrupted while a server of the fleet was ending");
    }
}
