package dev.narrowgauge.api.upload;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a client sends: where it stops in the middle or never ends, that is told from a failure of the disk it goes to. */
final class SentContent extends FilterInputStream {
    private final long maxBytes;
    private long received;

    SentContent(InputStream content, long maxBytes) {
        super(content);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() {
        try {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            int count = super.read(target, offset, length);
            count(Math.max(0, count));
            return count;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void count(int bytes) {
        received += bytes;
        if (received > maxBytes) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_TOO_LARGE, "The upload exceeds the limit of %d MiB.".formatted(maxBytes >> 20));
        }
    }

    private NarrowgaugeException broken(IOException cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_TIMED_OUT,
                "The upload stopped after %d bytes (%s); send it again.".formatted(received, cause.getMessage()),
                cause);
    }
}
