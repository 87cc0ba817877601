package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/** What blobs are called: their SHA-256. No other name comes near a path. */
final class BlobName {
    private BlobName() {}

    static boolean isOne(String name) {
        return Sha256.isOne(name);
    }

    /** Fails with {@link ErrorCode#NOT_FOUND} where it is none. */
    static void require(String name) {
        if (!isOne(name)) {
            throw new NarrowgaugeException(
                    ErrorCode.NOT_FOUND, "'" + name + "' is not a SHA-256 in 64 lower-case hexadecimal digits");
        }
    }
}
