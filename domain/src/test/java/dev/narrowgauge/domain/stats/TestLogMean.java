package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestLogMean {
    private static final LogMean STARTS = LogMean.of(
            Arrays.stream(new double[] {61, 63.5, 59.2, 70.1}).map(Math::log).toArray());

    /** By SciPy 1.17.1: {@code exp(t.interval(confidence, 3, mean, std / 2))} of the logarithms. */
    @ParameterizedTest
    @CsvSource({"0.9, 58.06255204, 69.05188235", "0.99, 51.06417305, 78.51548891", "0.9999, 22.57884238, 177.57015369"})
    void intervalIsThatOfAnotherImplementation(double confidence, double low, double high) {
        Interval interval = STARTS.interval(confidence);
        assertThat(interval.estimate()).isCloseTo(63.319258621347956, within(1e-9));
        assertThat(interval.low()).isCloseTo(low, within(1e-6 * low));
        assertThat(interval.high()).isCloseTo(high, within(1e-6 * high));
    }

    @Test
    void asManyMoreDecideAsAreForetold() {
        int more = STARTS.more(0.9, 68).orElseThrow();
        assertThat(new LogMean(4 + more, STARTS.mean(), STARTS.standardDeviation())
                        .interval(0.9)
                        .high())
                .isLessThan(68);
        assertThat(new LogMean(3 + more, STARTS.mean(), STARTS.standardDeviation())
                        .interval(0.9)
                        .high())
                .isGreaterThanOrEqualTo(68);
        assertThat(STARTS.more(0.9, STARTS.interval(0.9).estimate())).isEmpty();
    }
}
