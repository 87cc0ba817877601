package dev.narrowgauge.blob;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where content goes while it is stored. What fails here is the disk's fault, and not that of where the bytes come from. */
final class DiskOutput extends OutputStream {
    private final Path place;
    private final OutputStream file;

    DiskOutput(Path place, OutputStream file) {
        this.place = place;
        this.file = file;
    }

    /** Adds to the file, which need not be there. */
    static DiskOutput atEndOf(Path file) {
        try {
            return new DiskOutput(file, new FileOutputStream(file.toFile(), true));
        } catch (IOException e) {
            throw failure(file, e);
        }
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
            throw failure(place, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(place, e);
        }
    }

    private static RuntimeException failure(Path place, IOException cause) {
        return DiskFailure.of("the content cannot be stored", place, cause);
    }
}
