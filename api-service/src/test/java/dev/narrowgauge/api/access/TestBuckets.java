package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestBuckets {
    private long now = Long.MAX_VALUE - 10;
    private final Buckets<String> buckets = new Buckets<>(3, Duration.ofSeconds(6), () -> now);

    @Test
    void asManyAsItHoldsAreTakenAtOnceAndThenOneInEachInterval() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isEmpty();
        }
        assertThat(buckets.take("a")).contains(Duration.ofSeconds(2));
        assertThat(buckets.take("a")).as("and takes nothing").contains(Duration.ofSeconds(2));
        assertThat(buckets.take("a")).contains(Duration.ofSeconds(2));
        assertThat(buckets.take("b")).as("another's").isEmpty();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(buckets.take("a")).isEmpty();
        buckets.giveBack("a");
        assertThat(buckets.take("a")).isEmpty();
        assertThat(buckets.take("a")).isPresent();
    }

    @Test
    void lookTakesNothing() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.untilNext("a")).isEmpty();
            assertThat(buckets.take("a")).isEmpty();
        }
        assertThat(buckets.untilNext("a")).contains(Duration.ofSeconds(2));
        assertThat(buckets.untilNext("b")).as("another's").isEmpty();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(buckets.untilNext("a")).isEmpty();
    }

    @Test
    void bucketIsNeverFullerThanFull() {
        assertThat(buckets.take("a")).isEmpty();
        now += Duration.ofHours(1).toNanos();
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isEmpty();
        }
        assertThat(buckets.take("a")).isPresent();
    }
}
