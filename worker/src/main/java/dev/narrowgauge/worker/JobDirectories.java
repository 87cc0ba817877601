package dev.narrowgauge.worker;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.queue.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** A directory for each attempt at work, gone when that ends. */
final class JobDirectories {
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final Path root;

    private JobDirectories(Path root) {
        this.root = root;
    }

    /** Removes what attempts of workers that died long ago have left there. */
    static JobDirectories open(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        Instant before = Instant.now().minus(LEFTOVER_AGE);
        try {
            Files.createDirectories(absolute);
            try (Stream<Path> entries = Files.list(absolute)) {
                entries.filter(Files::isDirectory)
                        .filter(entry -> lastModified(entry).isBefore(before))
                        .forEach(JobDirectories::delete);
            }
            return new JobDirectories(absolute);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "the work directory %s cannot be used: %s".formatted(root, e), e);
        }
    }

    JobDirectory create(Task task) {
        try {
            return new JobDirectory(Files.createTempDirectory(root, "job-" + task.jobId() + "-"));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.DISK_FULL, "no directory for a job can be made in %s: %s".formatted(root, e), e);
        }
    }

    record JobDirectory(Path path) implements AutoCloseable {
        @Override
        public void close() {
            delete(path);
        }
    }

    private static Instant lastModified(Path entry) {
        try {
            return Files.getLastModifiedTime(entry).toInstant();
        } catch (IOException e) {
            // Gone meanwhile.
            return Instant.MAX;
        }
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
