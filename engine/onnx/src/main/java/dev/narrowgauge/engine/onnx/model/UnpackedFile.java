package dev.narrowgauge.engine.onnx.model;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file in a work directory while an archive is unpacked into it. What fails here is the machine's fault, not the archive's. */
final class UnpackedFile implements AutoCloseable {
    private final Path path;
    private final OutputStream out;

    private UnpackedFile(Path path, OutputStream out) {
        this.path = path;
        this.out = out;
    }

    /** @throws IOException where it is the archive's fault: a name twice, one that is too long */
    static UnpackedFile create(Path path) throws IOException {
        try {
            Files.createDirectories(path.getParent());
            return new UnpackedFile(path, Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
        } catch (AccessDeniedException e) {
            throw unwritable(path, e);
        } catch (IOException e) {
            if (HostFault.behind(e).isPresent()) {
                throw unwritable(path, e);
            }
            throw e;
        }
    }

    void write(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    static NarrowgaugeException unwritable(Path path, IOException cause) {
        return new NarrowgaugeException(
                HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                "'" + path + "' cannot be written: " + FileFailure.reason(path, cause) + ".",
                cause);
    }
}
