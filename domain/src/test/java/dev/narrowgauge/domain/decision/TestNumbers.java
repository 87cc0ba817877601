package dev.narrowgauge.domain.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.stats.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestNumbers {
    @Test
    void fourDigitsOfTime() {
        assertThat(List.of(0.00706, 0.0823, 0.1376, 0.399, 1.5, 12.97, 120.04, 1500.0))
                .extracting(Numbers::millis)
                .containsExactly(
                        "0.007060 ms",
                        "0.08230 ms",
                        "0.1376 ms",
                        "0.3990 ms",
                        "1.500 ms",
                        "12.97 ms",
                        "120.0 ms",
                        "1500.0 ms");
    }

    @Test
    void oneUnitOfSize() {
        assertThat(List.of(12L, 2048L, 8_388_608L, 3L << 30))
                .extracting(Numbers::bytes)
                .containsExactly("12 bytes", "2.0 KiB", "8.00 MiB", "3.00 GiB");
    }

    @Test
    void intervals() {
        assertThat(Numbers.ratio(new Interval(0.35, 0.3132, 0.392, 0.95))).isEqualTo("0.350 [0.313, 0.392]");
        assertThat(Numbers.points(new Interval(0.00125, -0.003, 0.0055, 0.95)))
                .isEqualTo("+0.13 points [-0.30, +0.55]");
        assertThat(Numbers.percentInColumn(0.993)).isEqualTo("99.30 %");
        assertThat(Numbers.percent(0.993)).isEqualTo("99.3 %");
    }
}
