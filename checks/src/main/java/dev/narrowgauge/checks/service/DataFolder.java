package dev.narrowgauge.checks.service;

import static java.util.Comparator.reverseOrder;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The service's data, empty at first and deleted in the end. They lie on the disk of the checkout: the system's own folder
 * for temporary files often is memory, where a flush costs nothing.
 */
public record DataFolder(Path path) implements AutoCloseable {
    private static final int FLUSHES = 101;
    private static final int PAGE_BYTES = 8192;
    private static final double MILLISECOND = 1e6;

    public static DataFolder empty(Path path) {
        try {
            delete(path);
            Files.createDirectories(path);
            return new DataFolder(path);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** Median milliseconds for a page to be written and flushed, which every commit that is alone waits for. */
    public double flushMillis() {
        Path file = path.resolve("flush");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            long[] nanos = new long[FLUSHES];
            for (int i = 0; i < FLUSHES; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE_BYTES));
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            return nanos[FLUSHES / 2] / MILLISECOND;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static NarrowgaugeException failure(Path path, IOException e) {
        return new NarrowgaugeException(
                ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written or deleted: %s".formatted(path, e), e);
    }
}
