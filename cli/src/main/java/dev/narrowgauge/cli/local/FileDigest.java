package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Path;

/** What a file that somebody named is known by again. */
public final class FileDigest {
    private FileDigest() {}

    /** SHA-256 of its bytes in hexadecimal digits; of an ONNX file without the data beside it. */
    public static String of(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s cannot be read: %s".formatted(file, failure.getMessage()), failure);
        }
    }
}
