package dev.narrowgauge.servers.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.DataDirectory;
import dev.narrowgauge.servers.DiskErrors;
import dev.narrowgauge.servers.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that is a child of this process and shuts down cleanly with it, even when this process is killed. When
 * the server is killed itself it is started again on the same port.
 *
 * <p>It listens on the loopback interface only, on another port at each start, with a password kept beside the data.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final long BYTES_NEEDED = 256L << 20;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int PORT_ATTEMPTS = 3;
    private static final String READY = "ready";
    private static final int STATUS_LINE = 7;

    private final DataDirectory directory;
    private final Cluster cluster;
    private final SupervisedServer server;
    private final int port;

    private EmbeddedPostgres(DataDirectory directory, Cluster cluster, GuardedProcess process, int port) {
        this.directory = directory;
        this.cluster = cluster;
        this.port = port;
        this.server = SupervisedServer.of(process, this::startAgain);
    }

    /**
     * Starts a server on the data in the directory, which is created where it is missing. Committed rows survive a
     * power cut.
     *
     * @throws NarrowgaugeException DATA_DIRECTORY_IN_USE, DISK_FULL, OUTPUT_NOT_WRITABLE
     */
    public static EmbeddedPostgres start(Path directory) {
        return start(directory, Durability.DURABLE, Launch.forThisUser());
    }

    /** Starts a server whose data nobody will miss, for tests: nothing is flushed to the disk. */
    public static EmbeddedPostgres startThrowAway(Path directory) {
        return start(directory, Durability.THROW_AWAY, Launch.forThisUser());
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    public String username() {
        return Cluster.USERNAME;
    }

    public String password() {
        return cluster.password();
    }

    public long pid() {
        return server.pid();
    }

    /** Ends all connections, writes a checkpoint and waits for the server's end. */
    @Override
    public void close() {
        try (directory) {
            GuardedProcess process = server.release(STOP_LIMIT);
            if (!process.isAlive()) {
                return;
            }
            Signals.interrupt(process.pid());
            if (!process.endsWithin(STOP_LIMIT)) {
                process.kill();
                process.endsWithin(STOP_LIMIT);
            }
        }
    }

    private GuardedProcess startAgain() {
        long logged = cluster.logSize();
        return begin(cluster, port, server::isEnding).orElseThrow(() -> failed(cluster, cluster.logSince(logged)));
    }

    static EmbeddedPostgres start(Path path, Durability durability, Launch launch) {
        DataDirectory directory = DataDirectory.open(path, durability == Durability.DURABLE ? BYTES_NEEDED : 0);
        try {
            Cluster cluster = new Cluster(directory.path(), PostgresBinaries.unpacked(), launch, durability);
            cluster.create();
            for (int attempt = 1; ; attempt++) {
                int port = LoopbackPort.free();
                long logged = cluster.logSize();
                Optional<GuardedProcess> begun = begin(cluster, port, () -> false);
                if (begun.isPresent()) {
                    return new EmbeddedPostgres(directory, cluster, begun.get(), port);
                }
                String said = cluster.logSince(logged);
                if (attempt == PORT_ATTEMPTS || !said.contains("could not bind")) {
                    throw failed(cluster, said);
                }
            }
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    /** A process that is ready; empty where it does not become so, and is gone then. */
    private static Optional<GuardedProcess> begin(Cluster cluster, int port, BooleanSupplier givenUp) {
        new Leftovers(cluster.data()).clear();
        GuardedProcess process = GuardedProcess.start(cluster.serverCommand(port), cluster.log());
        if (becomesReady(process, cluster, givenUp)) {
            return Optional.of(process);
        }
        process.kill();
        return Optional.empty();
    }

    /** The server keeps its state in the eighth line of {@code postmaster.pid}; {@code pg_ctl} waits for it the same way. */
    private static boolean becomesReady(GuardedProcess server, Cluster cluster, BooleanSupplier givenUp) {
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (Instant.now().isBefore(deadline) && !givenUp.getAsBoolean()) {
            if (isReady(cluster.data().resolve("postmaster.pid"))) {
                return true;
            }
            if (server.endsWithin(Duration.ofMillis(10))) {
                return false;
            }
        }
        return false;
    }

    private static boolean isReady(Path statusFile) {
        try (Stream<String> lines = Files.lines(statusFile, UTF_8)) {
            return lines.skip(STATUS_LINE).anyMatch(line -> line.strip().equals(READY));
        } catch (IOException _) {
            return false;
        }
    }

    private static NarrowgaugeException failed(Cluster cluster, String said) {
        if (DiskFull.isMeantBy(said)) {
            return DiskErrors.full(cluster.data());
        }
        List<String> lines = said.lines().toList();
        return new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR,
                "PostgreSQL did not start on %s: %s (see %s)."
                        .formatted(cluster.data(), lines.isEmpty() ? "no output" : lines.getLast(), cluster.log()));
    }
}
