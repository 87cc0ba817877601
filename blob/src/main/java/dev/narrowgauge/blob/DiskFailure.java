package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Path;

/** What keeps the store from its folder, as a fault of this machine: full, or out of reach. */
final class DiskFailure {
    private DiskFailure() {}

    /** @param place the file or folder that it was about */
    static NarrowgaugeException of(String what, Path place, IOException cause) {
        ErrorCode code = HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE);
        String advice = code == ErrorCode.DISK_FULL
                ? DiskFull.phrase(place)
                : cause.getMessage() + "; check the disk or mount that it is on";
        return new NarrowgaugeException(code, what + ": " + advice, cause);
    }
}
