package dev.narrowgauge.domain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Against the queue with one server, random arrivals and a service that always takes as long, which is solved: M/D/1. */
class TestPeakRateSearch {
    private static final long SERVICE_NANOS = 1_000_000;
    private static final double CAPACITY = 1e9 / SERVICE_NANOS;
    private static final int QUERIES = 200_000;

    /** Time passes where somebody waits or works, and nowhere else. */
    private static final class SimulatedClock implements QueryClock {
        private long now = 42;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void awaitNanos(long time) {
            now = Math.max(now, time);
        }

        void work(long nanos) {
            now += nanos;
        }
    }

    private static long[] latencies(double perSecond, int queries, long seed) {
        SimulatedClock clock = new SimulatedClock();
        return new ScheduledLoad(clock, () -> clock.work(SERVICE_NANOS))
                .run(new PoissonArrivals(perSecond, seed), queries, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Erlang's: share of queries that wait no longer than so many times the service, at that utilization. */
    private static double waitsAtMost(double services, double utilization) {
        double sum = 0;
        double factorial = 1;
        for (int k = 0; k <= (int) services; k++) {
            factorial *= Math.max(1, k);
            double reached = utilization * (services - k);
            sum += Math.pow(-reached, k) / factorial * Math.exp(reached);
        }
        return (1 - utilization) * sum;
    }

    private static double highestUtilization(double services, double percentile) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (waitsAtMost(services, middle) >= percentile) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Pollaczek and Khinchine. */
    @Test
    void meanWaitIsThatOfTheQueue() {
        double utilization = 0.7;
        double mean = Arrays.stream(latencies(utilization * CAPACITY, QUERIES, 3))
                .average()
                .orElseThrow();
        double wait = SERVICE_NANOS * utilization / (2 * (1 - utilization));
        assertThat(mean / (SERVICE_NANOS + wait)).isCloseTo(1, within(0.05));
    }

    @Test
    void findsThePeakOfTheQueue() {
        LatencyLimit limit = new LatencyLimit(0.99, 5 * SERVICE_NANOS);
        PeakRate peak = new PeakRateSearch(limit, (rate, seed) -> latencies(rate, QUERIES, seed), () -> true, 7)
                .search(CAPACITY, 0.01);
        double expected = CAPACITY * highestUtilization(4, 0.99);
        assertThat(peak.confirmed()).isTrue();
        assertThat(peak.perSecond() / expected).isBetween(0.85, 1.03);
        assertThat(peak.tooHighPerSecond()).isGreaterThan(peak.perSecond());
        assertThat(peak.trials()).hasSizeLessThan(20);
    }

    @Test
    void noRateKeepsALimitBelowTheService() {
        LatencyLimit limit = new LatencyLimit(0.9, SERVICE_NANOS / 2);
        PeakRate peak = new PeakRateSearch(limit, (rate, seed) -> latencies(rate, 200, seed), () -> true, 7)
                .search(CAPACITY, 0.05);
        assertThat(peak.perSecond()).isZero();
        assertThat(peak.confirmed()).isFalse();
        assertThat(peak.trials()).hasSize(6);
    }

    @Test
    void noTrialIsBegunWithoutTime() {
        LatencyLimit limit = new LatencyLimit(0.9, SERVICE_NANOS);
        PeakRate peak = new PeakRateSearch(limit, (_, _) -> new long[0], () -> false, 7).search(CAPACITY, 0.05);
        assertThat(peak.trials()).isEmpty();
        assertThat(peak.perSecond()).isZero();
    }

    /** What comes while one query stalls is late by all that it waited, though each of them is answered at once. */
    @Test
    void stallMakesThoseLateThatCameMeanwhile() {
        SimulatedClock clock = new SimulatedClock();
        long[] arrivals = LongStream.range(0, 6).map(query -> query * 10).toArray();
        int[] next = new int[1];
        long[] latencies = new ScheduledLoad(clock, () -> clock.work(next[0] == 2 ? 35 : 1))
                .run(() -> arrivals[next[0]++], 6, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(latencies).containsExactly(1, 35, 26, 17, 8, 1);
    }

    @Test
    void endsOnceTooManyAreLate() {
        SimulatedClock clock = new SimulatedClock();
        long[] latencies = new ScheduledLoad(clock, () -> clock.work(10)).run(new PoissonArrivals(1e9, 1), 1000, 5, 3);
        assertThat(latencies).hasSize(4);
    }

    @Test
    void queriesOfATrialAreThoseOfTheTable() {
        assertThat(new LatencyLimit(0.9, 1).queries()).isEqualTo(197);
        assertThat(new LatencyLimit(0.99, 1).queries()).isEqualTo(2010);
        assertThat(new LatencyLimit(0.999, 1).queries()).isEqualTo(20_140);
    }

    /** Twenty late ones in a row tell as much as one. */
    @Test
    void lateQueriesInARowCountForFew() {
        LatencyLimit limit = new LatencyLimit(0.9, 5);
        long[] spread = new long[400];
        long[] clustered = new long[400];
        for (int late = 0; late < 20; late++) {
            spread[7 + 15 * late] = 9;
            clustered[100 + late] = 9;
        }
        assertThat(limit.over(spread)).isEqualTo(limit.over(clustered));
        assertThat(limit.isKept(spread)).isTrue();
        assertThat(limit.isKept(clustered)).isFalse();
    }
}
