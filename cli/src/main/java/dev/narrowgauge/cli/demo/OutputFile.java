package dev.narrowgauge.cli.demo;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears whole or not at all. */
record OutputFile(Path path) {
    /** Complains now rather than after minutes of work. */
    static OutputFile checked(Path path) {
        Path directory = directoryOf(path);
        if (!Files.isDirectory(directory) || !Files.isWritable(directory) || Files.isDirectory(path)) {
            throw notWritable(path, null);
        }
        return new OutputFile(path);
    }

    void write(byte[] content) {
        Path partial = directoryOf(path).resolve(path.getFileName() + ".partial");
        try {
            Files.write(partial, content);
            Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw notWritable(path, failure);
        }
    }

    private static Path directoryOf(Path path) {
        return path.toAbsolutePath().getParent();
    }

    private static NarrowgaugeException notWritable(Path path, IOException cause) {
        return new NarrowgaugeException(
                ErrorCode.OUTPUT_NOT_WRITABLE,
                "The output %s cannot be written: name a file in an existing directory that you may write to."
                        .formatted(path),
                cause);
    }
}
