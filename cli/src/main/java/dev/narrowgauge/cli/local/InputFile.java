package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of paths that need no engine, so that a slip of the finger is answered at once. */
final class InputFile {
    private InputFile() {}

    /** @return the absolute path, which a child with another working directory understands */
    static String existing(Path file, String what) {
        if (!Files.exists(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "%s: there is no such file; give the path of the %s".formatted(file, what));
        }
        return file.toAbsolutePath().toString();
    }

    /**
     * @param inputs files that the same command reads, so that a result never takes the place of one of them
     * @return the absolute path of a file that can be created
     */
    static String writable(Path file, Path... inputs) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    "%s: no file can be written there; give a file name in a directory that exists".formatted(file));
        }
        for (Path input : inputs) {
            if (input != null && isSame(file, input)) {
                throw new NarrowgaugeException(
                        ErrorCode.OUTPUT_NOT_WRITABLE,
                        "%s is an input of this command, too; give the result another name".formatted(file));
            }
        }
        return file.toAbsolutePath().toString();
    }

    private static boolean isSame(Path file, Path input) {
        try {
            return Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input);
        } catch (IOException e) {
            return file.toAbsolutePath()
                    .normalize()
                    .equals(input.toAbsolutePath().normalize());
        }
    }
}
