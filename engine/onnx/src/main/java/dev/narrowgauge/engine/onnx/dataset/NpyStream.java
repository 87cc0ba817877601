package dev.narrowgauge.engine.onnx.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** The values of one array, read front to back; once the last was read the checksum has been verified too. */
final class NpyStream implements AutoCloseable {
    private static final int SKIP_LIMIT = 1 << 17;

    private final NpzArray array;
    private final CRC32 checksum = new CRC32();
    private final InputStream in;
    private long left;

    private NpyStream(NpzArray array) {
        this.array = array;
        this.in = new CheckedInputStream(array.archive().stream(array.entry()), checksum);
        this.left = array.entry().getSize() - array.header().length();
    }

    static NpyStream open(NpzArray array) {
        NpyStream stream = new NpyStream(array);
        stream.skipHeader();
        return stream;
    }

    void read(byte[] target, int length) {
        try {
            if (length > left || in.readNBytes(target, 0, length) < length) {
                throw damaged("it ends before its last sample", null);
            }
            left -= length;
            if (left == 0) {
                verifyEnd();
            }
        } catch (IOException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private void skipHeader() {
        try {
            int length = (int) Math.min(array.header().length(), SKIP_LIMIT);
            in.readNBytes(length);
        } catch (IOException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private void verifyEnd() throws IOException {
        if (in.read() >= 0) {
            throw damaged("it has more values than its shape says", null);
        }
        if (checksum.getValue() != array.entry().getCrc()) {
            throw damaged("its checksum is wrong", null);
        }
    }

    private RuntimeException damaged(String what, IOException cause) {
        return array.archive()
                .unreadable("is damaged in its array '" + array.name() + "' (" + what + "); save it again", cause);
    }
}
