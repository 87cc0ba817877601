package dev.narrowgauge.checks.frame;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory of files that are deleted with it. */
public record TemporaryDirectory(Path path) implements AutoCloseable {
    public static TemporaryDirectory create() {
        try {
            return new TemporaryDirectory(Files.createTempDirectory("check"));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static NarrowgaugeException failure(IOException e) {
        return new NarrowgaugeException(
                ErrorCode.OUTPUT_NOT_WRITABLE, "The system's temporary directory cannot be used: " + e, e);
    }
}
