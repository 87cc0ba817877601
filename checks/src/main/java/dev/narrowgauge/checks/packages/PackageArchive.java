package dev.narrowgauge.checks.packages;

import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.cli.local.FileDigest;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A published package: fetched by its ordinary client when its files are first asked for, and used only if it is the one
 * that is meant.
 *
 * @param coordinates with the version, as the client writes them
 * @param sha256 of the archive
 */
public record PackageArchive(Client client, String coordinates, String sha256) {
    /** How packages of one kind are fetched and unpacked. */
    public enum Client {
        NPM {
            @Override
            List<String> fetch(String coordinates, Path directory, Path checkout) {
                return List.of("npm", "pack", "--silent", "--pack-destination", directory.toString(), coordinates);
            }

            @Override
            List<String> unpack(Path archive) {
                return List.of("tar", "xzf", archive.toString());
            }
        },
        MAVEN {
            @Override
            List<String> fetch(String coordinates, Path directory, Path checkout) {
                return List.of(
                        checkout.resolve("mvnw").toString(),
                        "-B",
                        "-q",
                        "-N",
                        "dependency:copy",
                        "-Dartifact=" + coordinates,
                        "-DoutputDirectory=" + directory);
            }

            @Override
            List<String> unpack(Path archive) {
                return List.of(
                        Path.of(System.getProperty("java.home"), "bin", "jar").toString(), "xf", archive.toString());
            }
        };

        abstract List<String> fetch(String coordinates, Path directory, Path checkout);

        /** Into the working directory. */
        abstract List<String> unpack(Path archive);
    }

    /** A file of the package, by its path in there. */
    Path file(String path, CheckOptions options) {
        Path directory = options.work().resolve("packages").resolve(sha256);
        Path files = directory.resolve("files");
        try {
            if (!Files.isDirectory(files)) {
                Files.createDirectories(directory);
                Path unpacked = Files.createTempDirectory(directory, "unpacked");
                unpack(archive(directory, options), unpacked);
                Files.move(unpacked, files);
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, directory + " cannot be written: " + e, e);
        }
        return files.resolve(path);
    }

    private Path archive(Path directory, CheckOptions options) throws IOException {
        MeasuredCommand.Result result =
                MeasuredCommand.in(options.checkout()).run(client.fetch(coordinates, directory, options.checkout()));
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(Files::isRegularFile)
                    .filter(archive -> FileDigest.of(archive).equals(sha256))
                    .findFirst()
                    .orElseThrow(() -> new NarrowgaugeException(
                            ErrorCode.FILE_NOT_FOUND,
                            "The package %s could not be fetched, or its SHA-256 is not %s. %s%s"
                                    .formatted(coordinates, sha256, result.output(), result.errors())));
        }
    }

    private void unpack(Path archive, Path directory) {
        MeasuredCommand.Result result = MeasuredCommand.in(directory).run(client.unpack(archive));
        if (result.exit() != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s cannot be unpacked: %s".formatted(archive, result.errors()));
        }
    }
}
