package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestJobMessages extends JobStoreTest {
    @Test
    void jobWhoseMessageWasLostIsDispatchedAgain() {
        assertThat(jobs.dispatchAgain(NO_TIME)).as("still in the outbox").isZero();
        drain();
        assertThat(jobs.dispatchAgain(Duration.ofMinutes(5)))
                .as("sent just now")
                .isZero();
        assertThat(jobs.dispatchAgain(NO_TIME)).isEqualTo(2);
        assertThat(drain()).extracting(OutboxStore.Entry::attempt).containsExactly(1, 1);
    }

    @Test
    void messageStaysInTheOutboxWhenItCouldNotBeSent() {
        try {
            outbox.forward(10, _ -> {
                throw new IllegalStateException("broker is away");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broker is away");
        }
        assertThat(drain()).hasSize(2);
    }
}
