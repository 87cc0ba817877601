package dev.narrowgauge.db.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.util.List;

/** Tells a full disk from any other failure of one. */
final class DiskFailure {
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

    private DiskFailure() {}

    static NarrowgaugeException of(String what, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (FULL.stream().anyMatch(message::contains)) {
            return new NarrowgaugeException(
                    ErrorCode.DISK_FULL, what + ": the disk is full; free some space and try again", cause);
        }
        return new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, what + ": " + message, cause);
    }
}
