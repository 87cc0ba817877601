package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TestLatencyHistogram {
    /** Three significant digits. */
    private static final double PRECISION = 1e-3;

    @RepeatedTest(20)
    void everyRunIsKnownToThreeDigits() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long[] nanos = nanos(random, 1 + random.nextInt(20_000));
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);

        LatencyHistogram histogram =
                LatencyHistogram.ofText(LatencyHistogram.of(nanos).text());

        assertThat(histogram.runs()).as("seed %d", seed).isEqualTo(nanos.length);
        for (int rank = 1; rank <= nanos.length; rank += 1 + nanos.length / 100) {
            long exact = sorted[rank - 1];
            assertThat((double) histogram.nanosOfRank(rank))
                    .as("rank %d, seed %d", rank, seed)
                    .isBetween((double) exact, exact * (1 + PRECISION));
        }
        assertThat(histogram.minNanos()).as("seed %d", seed).isLessThanOrEqualTo(sorted[0]);
        assertThat((double) histogram.minNanos()).isCloseTo(sorted[0], within(PRECISION * sorted[0]));
        assertThat((double) histogram.maxNanos()).as("seed %d", seed).isEqualTo((double)
                histogram.nanosOfRank(nanos.length));
        double mean = Arrays.stream(nanos).average().orElseThrow();
        assertThat(histogram.meanNanos()).as("seed %d", seed).isCloseTo(mean, within(PRECISION * mean));
    }

    @RepeatedTest(20)
    void tailsAreThoseOfTheRunsThemselves() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long[] one = nanos(random, 4_000 + random.nextInt(4_000));
        long[] other = nanos(random, 4_000 + random.nextInt(4_000));
        LatencyHistogram both = LatencyHistogram.sum(List.of(LatencyHistogram.of(one), LatencyHistogram.of(other)));
        long[] sorted = IntStream.range(0, one.length + other.length)
                .mapToLong(i -> i < one.length ? one[i] : other[i - one.length])
                .sorted()
                .toArray();

        for (double percentile : new double[] {0.9, 0.99, 0.999}) {
            int over = TailLatency.largestAllowedOver(sorted.length, percentile);
            double exact = sorted[sorted.length - over];
            assertThat((double)
                            TailLatency.upperEstimate(List.of(both), percentile).orElseThrow())
                    .as("p%s, seed %d", percentile, seed)
                    .isBetween(exact, exact * (1 + PRECISION));
        }
    }

    @Test
    void whatIsNoHistogramIsRefused() {
        assertThatThrownBy(() -> LatencyHistogram.ofText("no base64!")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LatencyHistogram.ofText("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thereAreNoMoreRanksThanRuns() {
        assertThatThrownBy(() -> LatencyHistogram.of(1, 2, 3).nanosOfRank(4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Log-normal beside a level between 10 microseconds and a second, one in a hundred ten times as long. */
    private static long[] nanos(Random random, int runs) {
        double level = Math.pow(10, 4 + 5 * random.nextDouble());
        double deviation = 0.3 * random.nextDouble();
        return IntStream.range(0, runs)
                .mapToLong(i -> Math.round(
                        level * Math.exp(deviation * random.nextGaussian()) * (random.nextInt(100) == 0 ? 10 : 1)))
                .toArray();
    }
}
