package dev.narrowgauge.domain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestScenarioResult {
    private static ScenarioFork fork(double perSecond, Double joules, long... nanos) {
        return new ScenarioFork(
                nanos.length == 0 ? "" : LatencyHistogram.of(nanos).text(),
                perSecond,
                null,
                new ColdStart(100, 20, 2, 1),
                1L << 20,
                null,
                joules,
                true,
                BlockConditions.unknown());
    }

    private static ScenarioResult result(ScenarioFork... forks) {
        return new ScenarioResult(0, Scenario.OFFLINE, 1, 4, List.of(forks));
    }

    /** Machines differ from fork to fork by far more than the two models do. */
    @Test
    void ratioIsOfForksAndNotOfSums() {
        ScenarioResult baseline = result(fork(100, null), fork(1000, null), fork(10, null));
        ScenarioResult variant = result(fork(201, null), fork(1990, null), fork(20, null));
        Interval ratio = variant.throughputRatio(baseline, 0.95).orElseThrow();
        assertThat(ratio.estimate()).isCloseTo(2, within(0.01));
        assertThat(ratio.low()).isGreaterThan(1.97);
        assertThat(ratio.high()).isLessThan(2.03);
    }

    @Test
    void typicalIsTheGeometricMean() {
        assertThat(result(fork(100, 0.5), fork(400, 2.0)).samplesPerSecond().orElseThrow())
                .isCloseTo(200, within(1e-9));
        assertThat(result(fork(100, 0.5), fork(400, 2.0)).joulesPerSample().orElseThrow())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void whatOneForkDoesNotTellIsUnknown() {
        ScenarioResult result = result(fork(100, 0.5, 1_000_000), fork(0, null));
        assertThat(result.joulesPerSample()).isEmpty();
        assertThat(result.samplesPerSecond()).isEmpty();
        assertThat(result.p50Millis()).isEmpty();
        assertThat(result.proportionalBytes()).isEmpty();
        assertThat(result.peakResidentBytes()).hasValue(1L << 20);
        assertThat(result.throughputRatio(result, 0.95)).isEmpty();
    }

    @Test
    void latenciesAreThoseOfAllRuns() {
        long[] nanos =
                IntStream.rangeClosed(1, 700).mapToLong(run -> run * 10_000L).toArray();
        ScenarioResult result = result(fork(1, null, nanos), fork(1, null, Arrays.copyOf(nanos, 700)));
        assertThat(result.p50Millis().orElseThrow()).isCloseTo(3.5, within(0.02));
        assertThat(result.tailMillis(0.99).orElseThrow()).isBetween(6.93, 7.01);
        assertThat(result.tailMillis(0.999)).isEmpty();
        assertThat(result.coldStartMillis(ColdStart::sessionMillis).orElseThrow())
                .isCloseTo(20, within(1e-9));
    }
}
