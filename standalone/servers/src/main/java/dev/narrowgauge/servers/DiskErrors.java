package dev.narrowgauge.servers;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what a failed file operation means for the person who chose the directory. */
public final class DiskErrors {
    private DiskErrors() {}

    public static NarrowgaugeException translated(IOException failure, Path path) {
        if (DiskFull.isBehind(failure)) {
            return full(path);
        }
        return new NarrowgaugeException(
                ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be used: %s.".formatted(path, reason(failure)), failure);
    }

    public static NarrowgaugeException full(Path path) {
        return new NarrowgaugeException(
                ErrorCode.DISK_FULL,
                "There is no room for the data directory %s: %s.".formatted(path, DiskFull.phrase(path)));
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "this user may not write there";
            case NoSuchFileException _ -> "it cannot be created there";
            case FileAlreadyExistsException _ -> "it is a file, a directory is needed";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
