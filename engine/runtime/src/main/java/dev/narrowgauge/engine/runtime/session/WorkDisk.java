package dev.narrowgauge.engine.runtime.session;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether a disk takes what ONNX Runtime was to write to it; ONNX Runtime says only that it could not. */
final class WorkDisk {
    private static final int PROBE_BYTES = 1 << 16;

    private WorkDisk() {}

    /**
     * What the disk of {@code output} lacks; empty where it lacks nothing.
     *
     * @param model a file about as large as what was to be written
     */
    static Optional<NarrowgaugeException> fault(Path model, Path output) {
        Path probe = output.resolveSibling(output.getFileName() + ".probe");
        try {
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
            } finally {
                Files.deleteIfExists(probe);
            }
            long needed = Files.size(model);
            return Files.getFileStore(output.toAbsolutePath().getParent()).getUsableSpace() < needed
                    ? Optional.of(full(output, DiskFull.phrase(output, needed)))
                    : Optional.empty();
        } catch (IOException e) {
            ErrorCode code = HostFault.behind(e).orElse(ErrorCode.STORAGE_UNAVAILABLE);
            return Optional.of(
                    code == ErrorCode.DISK_FULL
                            ? full(output, DiskFull.phrase(output))
                            : new NarrowgaugeException(code, "'" + output + "' cannot be written: " + e + ".", e));
        }
    }

    private static NarrowgaugeException full(Path output, String why) {
        return new NarrowgaugeException(ErrorCode.DISK_FULL, "There is no room for '" + output + "': " + why + ".");
    }
}
