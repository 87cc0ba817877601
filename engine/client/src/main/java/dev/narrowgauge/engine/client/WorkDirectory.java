package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory for the intermediate files of one engine child, deleted with all that is in it. */
record WorkDirectory(Path path) implements AutoCloseable {
    static WorkDirectory create(Path parent) {
        try {
            return new WorkDirectory(Files.createTempDirectory(Files.createDirectories(parent), "engine-"));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    "no work directory can be created in %s: %s".formatted(parent, e),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(WorkDirectory.class.getName())
                    .log(System.Logger.Level.WARNING, "work directory {0} was not deleted: {1}", path, e);
        }
    }
}
