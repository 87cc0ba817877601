package dev.narrowgauge.fleet;

import static java.util.Comparator.reverseOrder;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files of a fleet; what cannot be written fails with {@link ErrorCode#OUTPUT_NOT_WRITABLE}. */
final class Folders {
    private Folders() {}

    static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    /** Without what was in it, and without links in its path. */
    static Path createEmpty(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    static void write(Path file, String line) {
        try {
            Files.writeString(file, line + "\n");
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    private static NarrowgaugeException notWritable(Path path, IOException e) {
        return new NarrowgaugeException(
                ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written or deleted: %s".formatted(path, e), e);
    }
}
