package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TestNestedLogRatio {
    @Test
    void closedForm() {
        // Means of the forks 0, ln 2, ln 4: mean and standard deviation ln 2, t(0.975, 2) = 4.302652729911275.
        var ratio = new NestedLogRatio(
                List.of(new double[] {-1, 1}, new double[] {Math.log(2)}, new double[] {Math.log(4), Math.log(4)}));

        Interval oneLook = ratio.intervalOfOneLook(0.95).orElseThrow();
        assertThat(oneLook.estimate()).isCloseTo(2, within(1e-12));
        assertThat(Math.log(oneLook.high() / 2))
                .isCloseTo(4.302652729911275 * Math.log(2) / Math.sqrt(3), within(1e-9));
        assertThat(ratio.turnVariance()).isCloseTo(1, within(1e-12));
    }

    /** By SciPy 1.17.1: {@code ttest_1samp(log(ratios), 0).confidence_interval(0.99)}, its bounds as powers of e. */
    @Test
    void intervalOfOneLookIsThatOfTheTTest() {
        NestedLogRatio ratio = new NestedLogRatio(DoubleStream.of(0.50, 0.52, 0.51, 0.49, 0.505, 0.515, 0.497)
                .mapToObj(value -> new double[] {Math.log(value)})
                .toList());

        Interval interval = ratio.intervalOfOneLook(0.99).orElseThrow();
        assertThat(interval.estimate()).isCloseTo(0.5051918915705785, within(1e-12));
        assertThat(interval.low()).isCloseTo(0.4906669531750825, within(1e-9));
        assertThat(interval.high()).isCloseTo(0.5201468035643121, within(1e-9));
    }

    @Test
    void oneForkHasNoInterval() {
        assertThat(new NestedLogRatio(List.of(new double[] {0, 0.1, 0.2})).interval(0.95))
                .isEmpty();
    }

    @Test
    void forkWithoutTurnsIsRefused() {
        assertThatThrownBy(() -> new NestedLogRatio(List.of(new double[0]))).hasMessageContaining("finite");
    }

    @Test
    void variancesAreFoundAgain() {
        NestedLogRatio ratio = drawn(new Random(3), 3_000, 3, 0.02, 0.01);

        assertThat(Math.sqrt(ratio.forkVariance())).isCloseTo(0.02, within(0.001));
        assertThat(Math.sqrt(ratio.turnVariance())).isCloseTo(0.01, within(0.0005));
    }

    /** Of all numbers of turns, at the same total cost, the one with the least variance of the mean. */
    @Test
    void cheapestTurnsHaveTheLeastVariance() {
        double forkCost = 2;
        double turnCost = 0.5;
        NestedLogRatio ratio = drawn(new Random(4), 3_000, 3, 0.005, 0.015);

        int best = 1;
        for (int turns = 1; turns <= 50; turns++) {
            best = variance(turns, forkCost, turnCost) < variance(best, forkCost, turnCost) ? turns : best;
        }
        assertThat(ratio.cheapestTurns(forkCost, turnCost, 50)).isEqualTo(best).isEqualTo(6);
    }

    private static double variance(int turns, double forkCost, double turnCost) {
        double forks = 1_000 / (forkCost + turns * turnCost);
        return (0.005 * 0.005 + 0.015 * 0.015 / turns) / forks;
    }

    static NestedLogRatio drawn(Random random, int forks, int turns, double forkDeviation, double turnDeviation) {
        List<double[]> drawn = new ArrayList<>();
        for (int i = 0; i < forks; i++) {
            double fork = forkDeviation * random.nextGaussian();
            drawn.add(random.doubles(turns)
                    .map(_ -> fork + turnDeviation * random.nextGaussian())
                    .toArray());
        }
        return new NestedLogRatio(drawn);
    }
}
