package dev.narrowgauge.api.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestRetries {
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
    private final Retries retries = new Retries(time::get);
    private final UUID run = UUID.randomUUID();

    @Test
    void whatFailsIsLeftAloneForPausesThatGrowToTenMinutes() {
        assertThat(retries.isDue(run)).isTrue();
        assertThat(retries.due()).as("nothing has failed").isEmpty();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Duration pause = retries.failed(run);
            pauses.add(pause.toSeconds());
            time.addAndGet(pause.toNanos() - 1);
            assertThat(retries.isDue(run)).isFalse();
            assertThat(retries.due()).isEmpty();
            assertThat(retries.isDue(UUID.randomUUID())).isTrue();
            time.incrementAndGet();
            assertThat(retries.isDue(run)).isTrue();
            assertThat(retries.due()).containsExactly(run);
        }
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);

        retries.forget(run);
        assertThat(retries.due()).isEmpty();
        assertThat(retries.failed(run)).hasSeconds(5);
    }
}
