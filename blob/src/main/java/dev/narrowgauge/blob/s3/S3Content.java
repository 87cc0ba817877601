package dev.narrowgauge.blob.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** A body on its way. What the SDK finds wrong with it is a broken connection as well. */
final class S3Content extends FilterInputStream {
    private final ResponseInputStream<?> body;
    private boolean ended;

    S3Content(ResponseInputStream<?> body) {
        super(body);
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        try {
            int value = super.read();
            ended = value < 0;
            return value;
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = super.read(target, offset, length);
            ended = count < 0;
            return count;
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** To close a body that has not ended is to read its rest, which nobody waits for. */
    @Override
    public void close() throws IOException {
        if (!ended) {
            body.abort();
        }
        super.close();
    }
}
