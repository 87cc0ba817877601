package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.stats.Interval;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class TestClusterBootstrap {
    private static final double CONFIDENCE = 0.95;

    /** The first numbers from 1234567, as everybody who wrote SplitMix64 gets them. */
    @Test
    void drawsAreThoseOfTheAlgorithm() {
        Draws draws = new Draws(1234567);

        assertThat(draws.next()).isEqualTo(6457827717110365317L);
        assertThat(draws.next()).isEqualTo(3203168211198807973L);
        assertThat(draws.next()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
    }

    @Test
    void drawsAreEven() {
        Draws draws = new Draws(3);
        int[] seen = new int[7];
        for (int i = 0; i < 70_000; i++) {
            seen[draws.below(7)]++;
        }
        // Standard deviation 93.
        assertThat(Arrays.stream(seen)).allMatch(count -> Math.abs(count - 10_000) < 500);
    }

    @Test
    void accelerationOfAMeanIsThatOfItsValues() {
        double[] values = {0, 1, 1, 2, 11};
        double[] leftOut = Arrays.stream(values).map(value -> (15 - value) / 4).toArray();

        // Deviations -3, -2, -2, -1, 8: cubes 468, squares 82.
        assertThat(ClusterBootstrap.acceleration(leftOut)).isCloseTo(468 / (6 * Math.pow(82, 1.5)), within(1e-12));
        assertThat(ClusterBootstrap.acceleration(new double[] {1, 2, 3})).isCloseTo(0, within(1e-15));
        assertThat(ClusterBootstrap.acceleration(new double[] {2, 2})).isZero();
    }

    /**
     * A tenth of the values are 1, every tenth one: their skewness is 0.8/0.3, and the acceleration of their mean a sixth of that
     * over √2000. Of groups with values of one kind alone it would be √10 times as much.
     */
    @Test
    void accelerationOfManySamplesDoesNotFollowTheirOrder() {
        double[] parts = new double[4_000];
        for (int i = 0; i < 2_000; i++) {
            parts[2 * i] = i % 10 == 9 ? 1 : 0;
            parts[2 * i + 1] = 1;
        }
        var score = new SumScore(2, parts, sums -> sums[0] / sums[1]);

        double[] leftOut = ClusterBootstrap.leftOut(score::of, Clusters.each(2_000));

        assertThat(leftOut).hasSize(200);
        assertThat(ClusterBootstrap.acceleration(leftOut)).isCloseTo(0.8 / 0.3 / 6 / Math.sqrt(2_000), within(0.01));
    }

    @Test
    void levelsWithoutBiasAndAcceleration() {
        assertThat(ClusterBootstrap.level(0.025, 0, 0)).isCloseTo(0.025, within(1e-12));
        // Bias alone shifts both ends by twice as much.
        double shifted = NormalDistribution.of(0, 1).cumulativeProbability(2 * 0.1 - 1.959963984540054);
        assertThat(ClusterBootstrap.level(0.025, 0.1, 0)).isCloseTo(shifted, within(1e-9));
        assertThat(ClusterBootstrap.level(0.975, 0, 0.6)).isEqualTo(1);
    }

    @Test
    void quantilesLieBetweenDraws() {
        double[] sorted = {1, 2, 3, 4};

        assertThat(ClusterBootstrap.quantile(sorted, 0.5)).isCloseTo(2.5, within(1e-12));
        assertThat(ClusterBootstrap.quantile(sorted, 0.2)).isCloseTo(1, within(1e-12));
        assertThat(ClusterBootstrap.quantile(sorted, 0)).isEqualTo(1);
        assertThat(ClusterBootstrap.quantile(sorted, 1)).isEqualTo(4);
    }

    @Test
    void sameSamplesGiveTheSameInterval() {
        double[] errors = new Random(5).doubles(80).toArray();

        assertThat(mean(errors)).isEqualTo(mean(errors));
    }

    /** Of normal values it is close to the one of their standard error, whatever the median of the draws does. */
    @Test
    void intervalOfAMeanIsThatOfItsStandardError() {
        Random random = new Random(8);
        double[] values =
                random.doubles(2_000).map(value -> random.nextGaussian()).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double error = Math.sqrt(Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElseThrow()
                / values.length);

        Interval interval = mean(values);

        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.25 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.25 * error));
    }

    private static Interval mean(double[] values) {
        double[] parts = new double[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            parts[2 * i] = values[i];
            parts[2 * i + 1] = 1;
        }
        var score = new SumScore(2, parts, sums -> sums[0] / sums[1]);
        return ClusterBootstrap.interval(score::of, Clusters.each(values.length), 2_000, CONFIDENCE)
                .orElseThrow();
    }

    @Test
    void numberThatDrawsDoNotDefineHasNoInterval() {
        var score = new RatioScore(new int[] {1, 0, 0, 0}, new int[] {1, 0, 0, 0});

        assertThat(ClusterBootstrap.interval(score::of, Clusters.each(4), 500, CONFIDENCE))
                .isEmpty();
    }

    /**
     * Sixty recordings of five answers each. A fifth of the recordings lose a quarter of their right answers: 5 % of them are
     * lost in the mean. 95 % of 400 intervals would be 380, with a standard deviation of 4.4; a bootstrap of sixty clusters
     * covers a little less. Drawing answers rather than recordings covers far less.
     */
    @Test
    void coverageOfAProportionInClusters() {
        int covered = 0;
        int coveredAlone = 0;
        Random random = new Random(14);
        for (int repeat = 0; repeat < 400; repeat++) {
            int[] total = new int[60];
            int[] before = new int[60];
            int[] after = new int[60];
            int[] recording = new int[300];
            int[] lostEach = new int[300];
            for (int cluster = 0; cluster < 60; cluster++) {
                boolean isHard = random.nextDouble() < 0.2;
                for (int i = 0; i < 5; i++) {
                    boolean isLost = isHard && random.nextDouble() < 0.25;
                    total[cluster]++;
                    before[cluster]++;
                    after[cluster] += isLost ? 0 : 1;
                    recording[5 * cluster + i] = cluster;
                    lostEach[5 * cluster + i] = isLost ? 1 : 0;
                }
            }
            var pair = new ScorePair(
                    AccuracyMetric.TOKEN_ACCURACY, new RatioScore(before, total), new RatioScore(after, total));
            covered += covers(pair, Clusters.each(60), 0.05) ? 1 : 0;
            int[] ones = new int[300];
            Arrays.fill(ones, 1);
            int[] kept = Arrays.stream(lostEach).map(lost -> 1 - lost).toArray();
            var alone = new ScorePair(AccuracyMetric.TOP1, new RatioScore(ones, ones), new RatioScore(kept, ones));
            if (repeat == 0) {
                assertThat(ClusterBootstrap.interval(alone::loss, Clusters.of(recording), 2_000, CONFIDENCE))
                        .as("the same clusters, told by their samples")
                        .isEqualTo(ClusterBootstrap.interval(pair::loss, Clusters.each(60), 2_000, CONFIDENCE));
            }
            coveredAlone += covers(alone, Clusters.each(300), 0.05) ? 1 : 0;
        }
        assertThat(covered).isBetween(350, 396);
        assertThat(covered).isGreaterThan(coveredAlone);
    }

    /** Errors of standard deviation 1 and 1.1, half of whose variance they share. */
    @Test
    void coverageOfARootMeanSquare() {
        int covered = 0;
        Random random = new Random(41);
        for (int repeat = 0; repeat < 300; repeat++) {
            float[] before = new float[100];
            float[] after = new float[100];
            for (int i = 0; i < 100; i++) {
                double shared = random.nextGaussian();
                before[i] = (float) ((shared + random.nextGaussian()) / Math.sqrt(2));
                after[i] = (float) (1.1 * (shared + random.nextGaussian()) / Math.sqrt(2));
            }
            ScorePair pair =
                    new ValueAnswers(1, new float[100], before, after).scores().getFirst();
            covered += covers(pair, Clusters.each(100), 0.1) ? 1 : 0;
        }
        // 95 % are 285, with a standard deviation of 3.8.
        assertThat(covered).isBetween(268, 297);
    }

    private static boolean covers(ScorePair pair, Clusters clusters, double truth) {
        return ClusterBootstrap.interval(pair::loss, clusters, 2_000, CONFIDENCE)
                .map(interval -> interval.low() <= truth && truth <= interval.high())
                .orElse(false);
    }
}
