package dev.narrowgauge.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestRetrySchedule {
    @Test
    void eachWaitIsTwiceTheOneBefore() {
        for (int attempt = 1; attempt < RetrySchedule.MOST_ATTEMPTS; attempt++) {
            assertThat(RetrySchedule.after(attempt, 0)).contains(Duration.ofSeconds(40L << (attempt - 1)));
            assertThat(RetrySchedule.after(attempt, Math.nextDown(1.0)).orElseThrow())
                    .as("a fifth earlier at most")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(32L << (attempt - 1)));
        }
    }

    @Test
    void twelveTriesAreWithinADay() {
        Duration all = IntStream.range(1, RetrySchedule.MOST_ATTEMPTS)
                .mapToObj(attempt -> RetrySchedule.after(attempt, 0).orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isBetween(Duration.ofHours(20), Duration.ofHours(24));
        assertThat(RetrySchedule.after(RetrySchedule.MOST_ATTEMPTS, 0.5)).isEmpty();
    }

    @Test
    void whatIsNoTryIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RetrySchedule.after(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RetrySchedule.after(1, 1));
    }
}
