package dev.narrowgauge.servers.postgres;

import static java.util.Comparator.reverseOrder;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.DiskErrors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked from the class path once per build of them into a cache shared by all data directories. */
record PostgresBinaries(Path home) {
    private static final int OWNER_EXECUTES = 0100;

    /** Of what all users of the machine share, whatever this process does with its own files. */
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static PostgresBinaries unpacked() {
        return unpacked(cacheDirectory());
    }

    static PostgresBinaries unpacked(Path cache) {
        String archive = "postgres-linux-%s.txz".formatted(architecture());
        try {
            byte[] packed = resource(archive);
            Path home = cache.resolve("postgres-" + fingerprint(packed));
            if (!Files.exists(home)) {
                unpack(packed, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, cache);
        }
    }

    private static String architecture() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!system.equals("linux")) {
            throw new NarrowgaugeException(
                    ErrorCode.NO_DEVICE,
                    "The embedded PostgreSQL runs on Linux only, and this is %s: start the services against a PostgreSQL of your own."
                            .formatted(system));
        }
        return switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default ->
                throw new NarrowgaugeException(
                        ErrorCode.NO_DEVICE,
                        "The embedded PostgreSQL exists for x86-64 and aarch64, and this machine is %s: start the services against a PostgreSQL of your own."
                                .formatted(machine));
        };
    }

    private static Path cacheDirectory() {
        if (OperatingSystemUser.isRoot()) {
            return Path.of("/var/cache/narrowgauge");
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        Path parent = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return parent.resolve("narrowgauge");
    }

    private static byte[] resource(String archive) throws IOException {
        try (InputStream input = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (input == null) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "The archive %s is missing from this build.".formatted(archive));
            }
            return input.readAllBytes();
        }
    }

    private static String fingerprint(byte[] packed) {
        CRC32 checksum = new CRC32();
        checksum.update(packed);
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** Unpacks beside the final name and renames, so that a half-unpacked directory never has that name. */
    private static void unpack(byte[] packed, Path home) throws IOException {
        boolean firstOfAll = Files.notExists(home.getParent());
        Files.createDirectories(home.getParent());
        if (firstOfAll) {
            Files.setPosixFilePermissions(home.getParent(), EXECUTABLE);
        }
        Path partial = Files.createTempDirectory(home.getParent(), home.getFileName() + ".partial-");
        try {
            extract(packed, partial);
            openToAll(partial);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            delete(partial);
            if (!Files.exists(home)) {
                throw failure;
            }
        }
    }

    private static void extract(byte[] packed, Path target) throws IOException {
        try (TarArchiveInputStream archive =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(packed)))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry " + entry.getName() + " leaves the archive");
                }
                write(archive, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream archive, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(archive, path);
        Files.setPosixFilePermissions(path, (entry.getMode() & OWNER_EXECUTES) == 0 ? READABLE : EXECUTABLE);
    }

    /** The files are: their folders may have been created as this process creates its own. */
    private static void openToAll(Path home) throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path folder : paths.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(folder, EXECUTABLE);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }
}
