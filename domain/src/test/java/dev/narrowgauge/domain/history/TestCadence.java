package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestCadence {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void nightThatIsLeftOutIsNoticed() {
        List<Instant> nights = IntStream.range(0, 10)
                .mapToObj(night -> BEGIN.plus(Duration.ofDays(night)))
                .toList();
        Cadence cadence = Cadence.of(nights).orElseThrow();
        Instant last = nights.getLast();
        assertThat(cadence.usual()).isEqualTo(Duration.ofDays(1));
        assertThat(cadence.missedBy(last, last.plus(Duration.ofDays(2)))).isEmpty();
        assertThat(cadence.missedBy(last, last.plus(Duration.ofDays(4)))).contains(last.plus(Duration.ofDays(3)));
    }

    @Test
    void burstsAreNotExpectedAgainAtOnce() {
        List<Instant> seconds = IntStream.range(0, 10)
                .mapToObj(second -> BEGIN.plusSeconds(second))
                .toList();
        Cadence cadence = Cadence.of(seconds).orElseThrow();
        assertThat(cadence.missedBy(BEGIN, BEGIN.plus(Duration.ofMinutes(59)))).isEmpty();
    }

    @Test
    void fewMeasurementsAreNoHabit() {
        assertThat(Cadence.of(List.of(BEGIN, BEGIN.plusSeconds(1)))).isEmpty();
    }
}
