package dev.narrowgauge.api.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestJsonBodyLimit {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5 * SECOND);

    @Test
    void bodyThatComesByteAfterByteIsGivenUp() throws Exception {
        InputStream body = body(100);
        for (int i = 0; i < 60; i++) {
            assertThat(body.read()).isZero();
            now.addAndGet(SECOND);
        }
        assertThat(body.read()).isZero();
        now.addAndGet(SECOND);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(body::read)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT));
    }

    @Test
    void bodyThatIsTooLongIsGivenUp() throws Exception {
        assertThat(body(4 << 20).readAllBytes()).hasSize(4 << 20);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> body((4 << 20) + 1).readAllBytes())
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
    }

    private InputStream body(int bytes) {
        return new JsonBodyLimit.Limited(new ByteArrayInputStream(new byte[bytes]), now::get);
    }
}
