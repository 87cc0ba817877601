package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops reading JSON that no honest request needs; files may be large and take their time, what is parsed into memory may
 * not.
 */
@Provider
public final class JsonBodyLimit implements ReaderInterceptor {
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
            context.setInputStream(new Limited(context.getInputStream(), System::nanoTime));
        }
        return context.proceed();
    }

    /** What comes too slowly is noticed whenever some of it comes. */
    static final class Limited extends FilterInputStream {
        private final LongSupplier nanos;
        private final long begun;
        private long left = MAX_BYTES;

        Limited(InputStream input, LongSupplier nanos) {
            super(input);
            this.nanos = nanos;
            this.begun = nanos.getAsLong();
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_TOO_LARGE,
                        "The request's JSON exceeds the limit of %d MiB.".formatted(MAX_BYTES >> 20));
            }
            if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_TIMED_OUT,
                        "The request's JSON did not arrive within %d s; send it again.".formatted(LONGEST.toSeconds()));
            }
        }
    }
}
