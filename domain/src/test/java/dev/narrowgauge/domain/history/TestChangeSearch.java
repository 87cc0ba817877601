package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TestChangeSearch {
    private static final double NOISE = 0.02;
    private static final int SERIES = 400;
    private static final int LENGTH = 120;
    private static final ChangeSearch SEARCH = ChangeSearch.of(TrackedMetric.LATENCY_RATIO);

    /** The series and the answer of Otava's own test of it (tests/analysis_test.py, with window 10 and p 0.0001). */
    @Test
    void findsWhatOtavaFinds() {
        double[] values = {
            1.02, 0.95, 0.99, 1.00, 1.12, 1.00, 1.01, 0.98, 1.01, 0.96, 0.50, 0.51, 0.48, 0.48, 0.55, 0.50, 0.49, 0.51,
            0.50, 0.49
        };
        for (Scale scale : Scale.values()) {
            assertThat(indices(new ChangeSearch(scale, 10, 0.0001, 0).in(values)))
                    .as("on the scale %s", scale)
                    .containsExactly(10);
        }
    }

    /** Likewise (tests/change_point_divisive_test.py, p 0.01): two changes, of which one is of three values. */
    @Test
    void findsTwoChangesThatOtavaFinds() {
        double[] values = {0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0};
        assertThat(indices(new ChangeSearch(Scale.LINEAR, 50, 0.01, 0).in(values)))
                .containsExactly(5, 8);
    }

    @Test
    void plantedChangesAreFound() {
        int found = 0;
        for (int seed = 0; seed < SERIES; seed++) {
            double[] values = joined(noise(seed, 60, 1), noise(seed + SERIES, 60, 1.05));
            List<Change> changes = SEARCH.in(values);
            if (changes.stream().anyMatch(change -> Math.abs(change.index() - 60) <= 3)) {
                found++;
            }
        }
        assertThat(found)
                .as("of %d series with a change of 5 %% at noise of 2 %%, seeds 0 to %d", SERIES, SERIES - 1)
                .isGreaterThanOrEqualTo(SERIES * 95 / 100);
    }

    @Test
    void changeSaysHowLargeItIs() {
        double[] values = joined(noise(3, 60, 0.5), noise(4, 60, 0.6));
        Change change = SEARCH.in(values).getFirst();
        assertThat(change.index()).isEqualTo(60);
        assertThat(change.before()).isBetween(0.49, 0.51);
        assertThat(change.after()).isBetween(0.59, 0.61);
        assertThat(change.magnitude()).isBetween(0.17, 0.23);
        assertThat(change.pValue()).isLessThan(1e-12);
    }

    /**
     * A split that was chosen for its clearness is significant more often than its p-value says, so that the count has a
     * bound of its own, and the smallest change that matters keeps most of them away.
     */
    @Test
    void falseAlarmsAreFew() {
        int alarms = 0;
        int large = 0;
        ChangeSearch anyMagnitude = new ChangeSearch(Scale.LOG, 50, 0.001, 0);
        for (int seed = 0; seed < SERIES; seed++) {
            double[] values = noise(10_000 + seed, LENGTH, 1);
            alarms += anyMagnitude.in(values).isEmpty() ? 0 : 1;
            large += SEARCH.in(values).isEmpty() ? 0 : 1;
        }
        assertThat(alarms)
                .as("series of %d of %d values without a change, seeds 10000 on", SERIES, LENGTH)
                .isLessThanOrEqualTo(SERIES / 10);
        assertThat(large).as("of at least 2 %").isLessThanOrEqualTo(alarms);
    }

    @Test
    void smallChangeIsNotReported() {
        double[] values = joined(noise(5, 200, 1, 0.002), noise(6, 200, 1.01, 0.002));
        assertThat(SEARCH.in(values)).isEmpty();
        assertThat(indices(new ChangeSearch(Scale.LOG, 50, 0.001, 0.005).in(values)))
                .containsExactly(200);
    }

    @Test
    void whatWasFoundStaysWhileValuesAreAdded() {
        double[] values = joined(noise(8, 60, 1), noise(9, 140, 1.1));
        for (int length = 75; length <= values.length; length += 5) {
            assertThat(indices(SEARCH.in(Arrays.copyOf(values, length))))
                    .as("of the first %d values", length)
                    .contains(60);
        }
    }

    @Test
    void knownPlaceIsAChangeAndNothingIsComparedAcrossIt() {
        double[] values = noise(11, 80, 1);
        assertThat(indices(SEARCH.in(values, List.of(30, 0, 80)))).contains(30).doesNotContain(0, 80);
        double[] changed = joined(noise(12, 40, 1), noise(13, 40, 1.2));
        assertThat(indices(SEARCH.in(changed, List.of(40)))).contains(40);
    }

    @Test
    void valuesWithoutSpreadChangeWhereTheyDiffer() {
        double[] values = {0.26, 0.26, 0.26, 0.26, 0.31, 0.31, 0.31};
        assertThat(indices(ChangeSearch.of(TrackedMetric.SIZE_RATIO).in(values)))
                .containsExactly(4);
        double[] same = new double[20];
        Arrays.fill(same, 0.26);
        assertThat(ChangeSearch.of(TrackedMetric.SIZE_RATIO).in(same)).isEmpty();
    }

    @Test
    void tooFewValuesShowNothing() {
        assertThat(SEARCH.in(new double[0])).isEmpty();
        assertThat(SEARCH.in(new double[] {1})).isEmpty();
        assertThat(SEARCH.in(new double[] {1, 2})).isEmpty();
    }

    @Test
    void refusesWhatHasNoLogarithm() {
        assertThatIllegalArgumentException().isThrownBy(() -> SEARCH.in(new double[] {1, 0, 1}));
    }

    private static List<Integer> indices(List<Change> changes) {
        return changes.stream().map(Change::index).toList();
    }

    private static double[] noise(long seed, int length, double level) {
        return noise(seed, length, level, NOISE);
    }

    private static double[] noise(long seed, int length, double level, double deviation) {
        Random random = new Random(seed);
        return DoubleStream.generate(() -> level * Math.exp(deviation * random.nextGaussian()))
                .limit(length)
                .toArray();
    }

    private static double[] joined(double[] first, double[] second) {
        List<Double> all = new ArrayList<>();
        Arrays.stream(first).forEach(all::add);
        Arrays.stream(second).forEach(all::add);
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
