package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.NestedLogRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSessionComparison {
    private static final double CONFIDENCE = 0.95;
    private static final int PAIRS = 4;
    private static final int MOST_GROUPS = 25;
    private static final int REPEATS = 2_000;

    @Test
    void fewGroupsHaveNoInterval() {
        assertThat(new SessionComparison(groups(5, 0)).ratio(CONFIDENCE)).isEmpty();
        assertThat(new SessionComparison(groups(5, 0)).isEnough(CONFIDENCE)).isFalse();
        assertThat(new SessionComparison(groups(6, 0)).ratio(CONFIDENCE)).isPresent();
    }

    @Test
    void isNeverNarrowerThanWhatTwoSessionsKeep() {
        Interval exact = new SessionComparison(groups(25, 0)).ratio(CONFIDENCE).orElseThrow();
        assertThat(Math.log(exact.high())).isCloseTo(1.959963984540054 * 0.003, within(1e-12));

        List<double[]> groups = groups(25, 0.05);
        Interval wide = new SessionComparison(groups).ratio(CONFIDENCE).orElseThrow();
        Interval ofGroups = new NestedLogRatio(groups).interval(CONFIDENCE).orElseThrow();
        assertThat(wide.high()).isGreaterThan(ofGroups.high()).isCloseTo(ofGroups.high(), within(0.01));
    }

    @Test
    void narrowOrFarFromOneIsEnough() {
        assertThat(new SessionComparison(groups(6, 0.004)).isEnough(CONFIDENCE)).isTrue();
        assertThat(new SessionComparison(groups(6, 0.05)).isEnough(CONFIDENCE)).isFalse();
        List<double[]> half = groups(6, 0.05).stream()
                .map(group -> new double[] {group[0] + Math.log(0.5)})
                .toList();
        assertThat(new SessionComparison(half).isEnough(CONFIDENCE)).isTrue();
    }

    @Test
    void tellingIsNarrowOrOnOneSide() {
        assertThat(SessionComparison.isTelling(new Interval(1, 0.96, 1.04, 0.95)))
                .isTrue();
        assertThat(SessionComparison.isTelling(new Interval(0.8, 0.6, 0.99, 0.95)))
                .isTrue();
        assertThat(SessionComparison.isTelling(new Interval(1, 0.9, 1.1, 0.95))).isFalse();
    }

    /** With sessions that differ, drift that both see, and noise of one model that lasts from pair to pair. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 0.01",
        "1, 0.003, 0.02, 0.005",
        "1, 0.003, 0.05, 0.02",
        "0.98, 0.003, 0.02, 0.01",
        "0.5, 0.003, 0.05, 0.03"
    })
    void intervalHoldsWithTheRealStoppingRule(double truth, double placement, double drift, double noise) {
        Random random = new Random(37);
        int covered = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            Interval ratio = look(random, Math.log(truth), placement, drift, noise);
            covered += ratio.low() <= truth && truth <= ratio.high() ? 1 : 0;
        }
        assertThat((double) covered / REPEATS)
                .isGreaterThan(CONFIDENCE - 3 * Math.sqrt(CONFIDENCE * (1 - CONFIDENCE) / REPEATS));
    }

    private static Interval look(Random random, double truth, double placement, double drift, double noise) {
        double session = truth + placement * random.nextGaussian();
        double level = 0;
        double lasting = 0;
        List<double[]> groups = new ArrayList<>();
        while (true) {
            double[] pairs = new double[PAIRS];
            for (int pair = 0; pair < PAIRS; pair++) {
                double first = level;
                level = 0.9 * level + drift * random.nextGaussian();
                lasting = 0.5 * lasting + noise * random.nextGaussian();
                int direction = pair % 2 == 0 ? 1 : -1;
                pairs[pair] = session + lasting + direction * (level - first);
            }
            groups.add(pairs);
            SessionComparison comparison = new SessionComparison(groups);
            if (groups.size() >= MOST_GROUPS || comparison.isEnough(CONFIDENCE)) {
                return comparison.ratio(CONFIDENCE).orElseThrow();
            }
        }
    }

    /** Of one pair each, in turn that far above and below 0. */
    private static List<double[]> groups(int count, double deviation) {
        return IntStream.range(0, count)
                .mapToObj(i -> new double[] {i % 2 == 0 ? deviation : -deviation})
                .toList();
    }
}
