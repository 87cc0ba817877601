package dev.narrowgauge.engine.onnx.model;

import dev.narrowgauge.domain.error.DiskFull;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in words why a file could not be read or written; the exceptions of the platform often name only the path. */
final class FileFailure {
    private FileFailure() {}

    /** @param file that it is about */
    static String reason(Path file, IOException failure) {
        return switch (failure) {
            case IOException _ when DiskFull.isBehind(failure) -> "there is no room: " + DiskFull.phrase(file);
            case NoSuchFileException _ -> "there is no such file or directory";
            case AccessDeniedException _ -> "permission is denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
