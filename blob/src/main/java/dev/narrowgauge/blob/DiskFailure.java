package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;

/** What keeps the store from its folder, as a fault of this machine: full, or out of reach. */
final class DiskFailure {
    private DiskFailure() {}

    static NarrowgaugeException of(String what, IOException cause) {
        ErrorCode code = HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE);
        String advice = code == ErrorCode.DISK_FULL
                ? "the disk is full; free some space and try again"
                : cause.getMessage() + "; check the disk or mount that it is on";
        return new NarrowgaugeException(code, what + ": " + advice, cause);
    }
}
