package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTailLatency {
    @ParameterizedTest(name = "p{0}: {1} runs are the first to allow one over")
    @CsvSource({"0.90, 64", "0.95, 130", "0.99, 662", "0.999, 6636"})
    void testFewestRunsThatSayAnything(double percentile, int runs) {
        assertThat(TailLatency.largestAllowedOver(runs, percentile)).isEqualTo(1);
        assertThat(TailLatency.largestAllowedOver(runs - 1, percentile)).isLessThan(1);
    }

    @Test
    void testPublishedLogs() {
        assertThat(TailLatency.largestAllowedOver(7914, 0.9) - 1).isEqualTo(728);
        assertThat(TailLatency.largestAllowedOver(100, 0.9) - 1).isEqualTo(2);
    }

    @Test
    void testTooFewRunsIsUnknown() {
        LatencyHistogram latencies =
                LatencyHistogram.of(IntStream.range(0, 600).asLongStream().toArray());

        assertThat(TailLatency.upperEstimate(latencies, 0.99)).isEmpty();
        assertThat((double) TailLatency.upperEstimate(latencies, 0.90).orElseThrow())
                .isBetween(0.90 * 600, 0.95 * 600);
        assertThat(TailLatency.isEnough(600, 0.99)).isFalse();
        assertThat(TailLatency.isEnough(600, 0.90)).isTrue();
        assertThat(TailLatency.upperEstimate(LatencyHistogram.of(), 0.90)).isEmpty();
    }
}
