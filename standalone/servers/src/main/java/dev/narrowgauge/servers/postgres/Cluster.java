package dev.narrowgauge.servers.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.reverseOrder;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.DiskErrors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of one PostgreSQL server: its data ({@code cluster}), its password and its log. */
record Cluster(Path home, PostgresBinaries binaries, Launch launch, Durability durability) {
    static final String USERNAME = "narrowgauge";

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
            "shared_buffers=128MB",
            // After a checkpoint every page is logged whole when it is next written: with these no checkpoint
            // falls into a burst of some minutes. To recover from so much takes seconds.
            "checkpoint_timeout=15min",
            "max_wal_size=2GB",
            "min_wal_size=80MB",
            // The processors are everybody's: vacuuming takes longer and gets in nobody's way.
            "autovacuum_vacuum_cost_delay=10ms",
            "log_timezone=UTC",
            "timezone=UTC");

    /**
     * In MiB. Who needs the next segment of the log fills it with zeros and flushes it while all commits wait: at the usual
     * 16 MiB for tens of milliseconds.
     */
    private static final int LOG_SEGMENT = 4;

    private static final Duration CREATION_LIMIT = Duration.ofMinutes(5);
    private static final int PASSWORD_BYTES = 24;
    private static final long LARGEST_LOG = 16L << 20;

    Path data() {
        return home.resolve("cluster");
    }

    Path log() {
        return home.resolve("postgres.log");
    }

    String password() {
        try {
            return Files.readString(passwordFile(), UTF_8);
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, passwordFile());
        }
    }

    /** Initializes under another name and renames, so that a cluster that exists is whole. */
    void create() {
        try {
            if (logSize() > LARGEST_LOG) {
                Files.delete(log());
            }
            letServerUserIn();
            if (Files.exists(data())) {
                return;
            }
            Path partial = home.resolve("cluster.partial");
            deleteAll(partial);
            Files.createDirectory(
                    partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            writePassword();
            giveToServerUser();
            initialize(partial);
            Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, home);
        }
    }

    List<String> serverCommand(int port) {
        List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-p", String.valueOf(port)));
        SETTINGS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        arguments.addAll(durability.serverArguments());
        return launch.command(binaries.program("postgres"), arguments);
    }

    long logSize() {
        return log().toFile().length();
    }

    String logSince(long offset) {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            file.seek(offset);
            byte[] said = new byte[(int) Math.min(LARGEST_LOG, file.length() - offset)];
            file.readFully(said);
            return new String(said, UTF_8).strip();
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, log());
        }
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    private void writePassword() throws IOException {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(secret), UTF_8);
    }

    private void initialize(Path partial) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", partial.toString(), "-U", USERNAME));
        arguments.addAll(List.of("--pwfile=" + passwordFile(), "--auth=scram-sha-256", "--encoding=UTF8"));
        arguments.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"));
        arguments.add("--wal-segsize=" + LOG_SEGMENT);
        arguments.addAll(durability.initializationArguments());
        long logged = logSize();
        GuardedProcess initialization =
                GuardedProcess.start(launch.command(binaries.program("initdb"), arguments), log());
        if (initialization.endsWithin(CREATION_LIMIT) && initialization.exitValue() == 0) {
            return;
        }
        initialization.kill();
        String said = logSince(logged);
        deleteAll(partial);
        throw DiskFull.isMeantBy(said) ? DiskErrors.full(home) : failed(said);
    }

    private NarrowgaugeException failed(String said) {
        return new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR, "PostgreSQL could not create its files in %s: %s".formatted(home, said));
    }

    /** Only where the server runs as another user than this process. */
    private void giveToServerUser() throws IOException {
        if (!(launch instanceof Launch.Nobody)) {
            return;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", Launch.NOBODY);
                Files.setAttribute(file, "unix:gid", Launch.NOBODY);
            }
        }
    }

    /** Past the folder that this one is in, which is its owner's alone; it sees no names there. */
    private void letServerUserIn() throws IOException {
        if (!(launch instanceof Launch.Nobody)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(home.getParent());
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(home.getParent(), permissions);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
