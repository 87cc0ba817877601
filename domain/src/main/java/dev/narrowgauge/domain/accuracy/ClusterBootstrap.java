package dev.narrowgauge.domain.accuracy;

import dev.narrowgauge.domain.stats.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Interval of a number that follows from samples: clusters are drawn anew with replacement, the percentiles of what comes out
 * are corrected for bias and acceleration (BCa; Efron, Better bootstrap confidence intervals, JASA 82, 1987). Baseline and
 * variant are drawn together, as the number is of both. Acceleration is that of the jackknife; of more than
 * {@value #MOST_GROUPS} clusters as many groups are left out one by one, whose influences add up to those of their members.
 *
 * <p>Draws begin with the same seed each time, so that the same samples give the same interval. With few clusters it is too
 * narrow, as every bootstrap is: see {@link LossJudge#FEWEST_CLUSTERS}.
 */
final class ClusterBootstrap {
    static final int RESAMPLES = 2_000;

    private static final long SEED = 14;
    private static final int MOST_GROUPS = 200;

    /** A number that most draws do not define has no interval. */
    private static final double LEAST_DEFINED = 0.95;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private ClusterBootstrap() {}

    /**
     * Empty where the number is not defined, for the samples or for more than a twentieth of the draws.
     *
     * @param statistic of how often each sample counts
     * @param confidence two-sided
     */
    static Optional<Interval> interval(
            ToDoubleFunction<int[]> statistic, Clusters clusters, int resamples, double confidence) {
        int[] once = new int[clusters.count()];
        Arrays.fill(once, 1);
        double estimate = statistic.applyAsDouble(clusters.ofSamples(once));
        double[] drawn = drawn(statistic, clusters, resamples);
        if (!Double.isFinite(estimate) || drawn.length < LEAST_DEFINED * resamples) {
            return Optional.empty();
        }
        double bias = bias(drawn, estimate);
        double acceleration = acceleration(leftOut(statistic, clusters));
        double low = quantile(drawn, level((1 - confidence) / 2, bias, acceleration));
        double high = quantile(drawn, level((1 + confidence) / 2, bias, acceleration));
        return Optional.of(new Interval(estimate, Math.min(low, estimate), Math.max(high, estimate), confidence));
    }

    /** Sorted, without those that are not defined. */
    private static double[] drawn(ToDoubleFunction<int[]> statistic, Clusters clusters, int resamples) {
        Draws draws = new Draws(SEED);
        double[] values = new double[resamples];
        int[] counts = new int[clusters.count()];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(counts, 0);
            for (int i = 0; i < counts.length; i++) {
                counts[draws.below(counts.length)]++;
            }
            values[resample] = statistic.applyAsDouble(clusters.ofSamples(counts));
        }
        return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    }

    /** Of the number without each group of clusters. Groups are drawn: samples often come in turns, class after class. */
    static double[] leftOut(ToDoubleFunction<int[]> statistic, Clusters clusters) {
        int groups = Math.min(clusters.count(), MOST_GROUPS);
        int[] places = shuffled(clusters.count());
        return IntStream.range(0, groups)
                .mapToDouble(group -> {
                    int[] counts = new int[clusters.count()];
                    Arrays.setAll(counts, cluster -> places[cluster] % groups == group ? 0 : 1);
                    return statistic.applyAsDouble(clusters.ofSamples(counts));
                })
                .filter(Double::isFinite)
                .toArray();
    }

    /** The numbers below that one in a random order. */
    private static int[] shuffled(int count) {
        Draws draws = new Draws(SEED);
        int[] places = new int[count];
        for (int place = 0; place < count; place++) {
            int other = draws.below(place + 1);
            places[place] = places[other];
            places[other] = place;
        }
        return places;
    }

    /** In standard deviations: how far the middle of the draws lies below the estimate. Draws equal to it count half. */
    static double bias(double[] drawn, double estimate) {
        double below = 0;
        for (double value : drawn) {
            below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
        }
        // Never none or all, whose quantile is infinite.
        double share = Math.clamp(below / drawn.length, 0.5 / drawn.length, 1 - 0.5 / drawn.length);
        return NORMAL.inverseCumulativeProbability(share);
    }

    /** @param leftOut the number without each cluster in turn */
    static double acceleration(double[] leftOut) {
        double mean = Arrays.stream(leftOut).average().orElse(0);
        double squares = 0;
        double cubes = 0;
        for (double value : leftOut) {
            double influence = mean - value;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
    }

    /** The share of draws below the end of the interval that has the level without bias and acceleration. */
    static double level(double level, double bias, double acceleration) {
        double shifted = bias + NORMAL.inverseCumulativeProbability(level);
        double stretch = 1 - acceleration * shifted;
        if (stretch <= 0) {
            return shifted < 0 ? 0 : 1;
        }
        return NORMAL.cumulativeProbability(bias + shifted / stretch);
    }

    /** Between the two draws around it, as of {@code count + 1} equal shares. */
    static double quantile(double[] sorted, double level) {
        double place = Math.clamp(level * (sorted.length + 1) - 1, 0, sorted.length - 1.0);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
