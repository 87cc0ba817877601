package dev.narrowgauge.engine.runtime.files;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Moves a finished file to where its reader expects it, so that it is there whole or not at all. */
public final class Publication {
    private Publication() {}

    /** @param file a file whose bytes are on the disk; gone afterwards */
    public static void publish(Path file, Path target) {
        Path directory = target.toAbsolutePath().getParent();
        try {
            moveWhole(file, target, directory);
            sync(directory);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, e),
                    "'" + target + "' cannot be written: "
                            + (DiskFull.isBehind(e)
                                    ? DiskFull.phrase(target)
                                    : e.getMessage() + "; check that its directory exists and lets you write")
                            + ".",
                    e);
        }
    }

    public static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void moveWhole(Path file, Path target, Path directory) throws IOException {
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path beside = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.copy(file, beside);
                sync(beside);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        }
    }
}
