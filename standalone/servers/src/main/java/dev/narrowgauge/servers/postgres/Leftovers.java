package dev.narrowgauge.servers.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.DiskErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an earlier owner of a cluster directory left when it was killed: servers that are still shutting down, and a
 * {@code postmaster.pid} that names a zombie or, by now, another program.
 *
 * <p>The caller holds the directory's lock, so every server found here has lost its owner. None is adopted.
 */
record Leftovers(Path cluster) {
    private static final Path PROGRAM = Path.of("postgres");
    private static final Duration POLITE = Duration.ofSeconds(15);
    private static final Duration FORCED = Duration.ofSeconds(10);

    void clear() {
        if (!endWithin(POLITE, false) && !endWithin(FORCED, true)) {
            throw new NarrowgaugeException(
                    ErrorCode.DATA_DIRECTORY_IN_USE,
                    "PostgreSQL processes %s still use %s: stop them.".formatted(users(), cluster));
        }
        try {
            // No process works in the cluster, so the file is stale. PostgreSQL itself would trust it as long as its
            // number belongs to any process, a zombie included.
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, cluster);
        }
    }

    private boolean endWithin(Duration limit, boolean forced) {
        Instant deadline = Instant.now().plus(limit);
        List<ProcessHandle> users = users();
        users.forEach(process -> {
            if (forced) {
                process.destroyForcibly();
            } else {
                Signals.interrupt(process.pid());
            }
        });
        while (!users.isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            pause();
            users = users();
        }
        return true;
    }

    private List<ProcessHandle> users() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", String.valueOf(process.pid())))
                .filter(process -> worksHere(process) || wasStartedFor(process))
                .flatMap(process ->
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString())).stream())
                .toList();
    }

    /** Every PostgreSQL process has the cluster as its working directory; that of a zombie cannot be read. */
    private boolean worksHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster)
                    && Files.readSymbolicLink(process.resolve("exe")).endsWith(PROGRAM);
        } catch (IOException _) {
            return false;
        }
    }

    /** Finds the first server process even where it is another user's and its links are hidden. */
    private boolean wasStartedFor(Path process) {
        try {
            List<String> command =
                    List.of(Files.readString(process.resolve("cmdline"), UTF_8).split("\0"));
            return Path.of(command.getFirst()).endsWith(PROGRAM) && command.contains(cluster.toString());
        } catch (IOException _) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The start of PostgreSQL was interrupted.", interrupted);
        }
    }
}
