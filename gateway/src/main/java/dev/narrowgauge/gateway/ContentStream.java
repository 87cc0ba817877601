package dev.narrowgauge.gateway;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.ContentPart;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.Function;

/** The bytes of content on their way: each part is asked for when the one before was read. */
final class ContentStream extends InputStream {
    private static final int BYTE = 0xff;

    private final Iterator<ContentPart> parts;
    private final Context.CancellableContext call;
    private final Function<StatusRuntimeException, NarrowgaugeException> failure;
    private InputStream part = InputStream.nullInputStream();

    /**
     * @param call that the parts come by, cancelled with this
     * @param failure what the failure of a call means
     */
    ContentStream(
            Iterator<ContentPart> parts,
            Context.CancellableContext call,
            Function<StatusRuntimeException, NarrowgaugeException> failure) {
        this.parts = parts;
        this.call = call;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & BYTE;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = part.read(target, offset, length);
        while (count < 0 && hasNext()) {
            part = parts.next().getData().newInput();
            count = part.read(target, offset, length);
        }
        return count;
    }

    private boolean hasNext() throws IOException {
        try {
            return parts.hasNext();
        } catch (StatusRuntimeException e) {
            NarrowgaugeException meant = failure.apply(e);
            throw new IOException(meant.getMessage(), meant);
        }
    }

    @Override
    public void close() {
        call.cancel(null);
    }
}
