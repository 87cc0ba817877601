package dev.narrowgauge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestFaultPause {
    private static final Duration FIRST = Duration.ofSeconds(30);

    private final AtomicLong clock = new AtomicLong();
    private final FaultPause pause = new FaultPause(FIRST, clock::get);

    @Test
    void threeFaultsInARowPause() {
        pause.fault("no mount");
        pause.fault("no mount");
        assertThat(pause.reason()).as("it is still ready").isEmpty();
        pause.fault("no disk");
        assertThat(pause.reason().orElseThrow()).contains("30 s", "3 faults", "no disk");
        assertThat(pause.isOver()).isFalse();
        clock.addAndGet(FIRST.toNanos());
        assertThat(pause.isOver()).isTrue();
    }

    /** Otherwise it would be the first to get the job again that it has failed. */
    @Test
    void everyFaultIsFollowedByAMomentWithoutTasks() {
        pause.fault("no mount");
        assertThat(pause.isHolding()).isTrue();
        assertThat(pause.isOver()).isFalse();
        clock.addAndGet(FIRST.dividedBy(6).toNanos());
        assertThat(pause.isOver()).isTrue();
        pause.end();
        assertThat(pause.isHolding()).isFalse();
    }

    @Test
    void faultThatIsStillThereAfterTheMomentIsTheReasonOfAPause() {
        pause.fault("no mount");
        pause.prolong("no mount");
        assertThat(pause.reason().orElseThrow()).contains("30 s", "a fault of this machine", "no mount");
        clock.addAndGet(FIRST.toNanos());
        assertThat(pause.isOver()).isTrue();
    }

    @Test
    void taskThatGoesWellBreaksTheRow() {
        pause.fault("no mount");
        pause.fault("no mount");
        pause.worked();
        pause.fault("no mount");
        pause.fault("no mount");
        assertThat(pause.reason()).isEmpty();
    }

    @Test
    void pausesGrowUntilATaskGoesWell() {
        broken();
        assertThat(pause.reason().orElseThrow()).contains("30 s");
        over();
        pause.fault("no mount");
        assertThat(pause.reason().orElseThrow()).contains("60 s");
        for (int i = 0; i < 10; i++) {
            over();
            pause.fault("no mount");
        }
        assertThat(pause.reason().orElseThrow()).contains("600 s");
        over();
        pause.worked();
        broken();
        assertThat(pause.reason().orElseThrow()).contains("30 s");
    }

    private void broken() {
        for (int i = 0; i < 3; i++) {
            pause.fault("no mount");
        }
    }

    private void over() {
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(pause.isOver()).isTrue();
        pause.end();
    }
}
