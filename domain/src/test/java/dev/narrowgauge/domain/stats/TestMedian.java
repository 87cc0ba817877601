package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestMedian {
    @Test
    void middle() {
        assertThat(Median.of(3, 1, 2)).isEqualTo(2);
        assertThat(Median.of(4, 1, 3, 2)).isEqualTo(2.5);
    }

    /** 2 P[Bin(n, 1/2) < j]: 0.125 for n = 4 and j = 1, 0.25 for n = 3 and j = 1, 0.125 for n = 7 and j = 2. */
    @Test
    void intervalLiesBetweenOrderStatistics() {
        assertThat(Median.halfWidth(0.85, 7, 1, 3, 2)).hasValue(3);
        assertThat(Median.halfWidth(0.85, 7, 1, 3)).isEmpty();
        assertThat(Median.halfWidth(0.85, 1, 2, 3, 4, 5, 7, 1_000)).hasValueCloseTo(2.5, within(1e-12));
    }

    /** Of a distribution that is far from normal, whose median is ln 2. */
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 12})
    void intervalHoldsTheMedianAsOftenAsItSays(int count) {
        Random random = new Random(count);
        int repeats = 20_000;
        int held = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            double[] values = random.doubles(count)
                    .map(uniform -> -Math.log(uniform))
                    .sorted()
                    .toArray();
            double half = Median.halfWidth(0.85, values).orElseThrow();
            int rank = count < 7 ? 0 : count < 12 ? 1 : 3;
            assertThat(values[count - 1 - rank] - values[rank]).isCloseTo(2 * half, within(1e-12));
            held += values[rank] <= Math.log(2) && Math.log(2) <= values[count - 1 - rank] ? 1 : 0;
        }
        assertThat((double) held / repeats).isGreaterThan(0.85 - 0.0075);
    }
}
