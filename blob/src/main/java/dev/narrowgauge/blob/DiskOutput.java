package dev.narrowgauge.blob;

import java.io.IOException;
import java.io.OutputStream;

/** Where content goes while it is stored. What fails here is the disk's fault, and not that of where the bytes come from. */
final class DiskOutput extends OutputStream {
    private final OutputStream file;

    DiskOutput(OutputStream file) {
        this.file = file;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", e);
        }
    }
}
