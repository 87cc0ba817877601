package dev.narrowgauge.servers.postgres;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.process.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A child that the kernel signals when this JVM ends in any way. */
final class GuardedProcess {
    private final Process process;

    private GuardedProcess(Process process) {
        this.process = process;
    }

    /** The kernel sends the death signal when the forking <em>thread</em> ends, so that thread waits as long as the child lives. */
    static GuardedProcess start(List<String> command, Path log) {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().name("postgres-guard").daemon().start(() -> {
            try {
                Process process = ChildEnvironment.process(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                started.complete(process);
                waitThroughInterrupts(process);
            } catch (IOException failure) {
                started.completeExceptionally(failure);
            }
        });
        try {
            return new GuardedProcess(started.join());
        } catch (CompletionException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "PostgreSQL did not start: " + failure.getCause().getMessage(),
                    failure);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    private static void waitThroughInterrupts(Process process) {
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException _) {
                // Leaving now would stop the child.
            }
        }
    }
}
