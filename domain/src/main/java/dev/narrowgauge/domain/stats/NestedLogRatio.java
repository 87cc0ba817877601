package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Ratio of two latencies measured in a nest: forks, each of fresh processes, and in each fork turns, in
 * which they run right after each other. With {@code d = ln(variant / baseline)} of a turn, where of two processes of the
 * baseline it is their geometric mean,
 *
 * <pre>
 *   d_ij = δ + f_i + e_ij      fork i of F, turn j of k_i
 * </pre>
 *
 * f_i is what a process keeps for its life (where its memory lies, which pages, which core), e_ij what differs from turn
 * to turn. More turns of the same processes do not average f_i out, so the fork is the unit, and the interval is that of
 * the mean of the forks' values (Kalibera and Jones, Rigorous Benchmarking in Reasonable Time, ISMM 2013), by
 * {@link SequentialMean}, since measuring stops when enough is known. The value of a fork is the median of its turns: on a
 * shared host some turns take a third longer while a neighbour works, and no counter shows it.
 *
 * @param forks for each fork the {@code d} of its turns, none empty
 */
public record NestedLogRatio(List<double[]> forks) {
    private static final int FEWEST_FORKS = 2;

    public NestedLogRatio {
        forks = List.copyOf(forks);
        for (double[] fork : forks) {
            if (fork.length == 0 || !Arrays.stream(fork).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("a fork is not of finite log-ratios: " + Arrays.toString(fork));
            }
        }
    }

    /** The ratio variant / baseline with its interval; empty where that few forks bound nothing. */
    public Optional<Interval> interval(double confidence) {
        return mean().flatMap(mean -> {
            OptionalDouble half = mean.halfWidth(confidence);
            return half.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Interval.ofRatio(mean.mean(), half.getAsDouble(), confidence));
        });
    }

    /**
     * The same by Student's t, for a ratio that is looked at once, when measuring has ended for another reason; narrower,
     * and wrong more often than it says where measuring stops at what it shows.
     */
    public Optional<Interval> intervalOfOneLook(double confidence) {
        return mean().map(mean -> {
            double quantile = TDistribution.of(mean.count() - 1.0).inverseCumulativeProbability(0.5 + confidence / 2);
            double half = quantile * mean.standardDeviation() / Math.sqrt(mean.count());
            return Interval.ofRatio(mean.mean(), half, confidence);
        });
    }

    /** Over the forks' values, of log-ratios; empty for fewer than two forks. */
    public Optional<SequentialMean> mean() {
        return over(Median::of);
    }

    /** Variance of e_ij, pooled over the forks; NaN where none has two turns. */
    public double turnVariance() {
        double squares = 0;
        int degrees = 0;
        for (double[] fork : forks) {
            double mean = mean(fork);
            squares += Arrays.stream(fork).map(d -> (d - mean) * (d - mean)).sum();
            degrees += fork.length - 1;
        }
        return squares / degrees;
    }

    /** Variance of f_i, what is left of that of the means of the forks' turns without the turns' share; at least 0. */
    public double forkVariance() {
        double spread = over(NestedLogRatio::mean)
                .map(SequentialMean::standardDeviation)
                .orElse(Double.NaN);
        double share =
                forks.stream().mapToDouble(fork -> 1.0 / fork.length).average().orElse(0);
        return Math.max(0, spread * spread - turnVariance() * share);
    }

    /**
     * How many turns a fork should have so that the interval narrows most in the same time:
     * {@code √(forkCost / turnCost · σ_e² / σ_f²)}, from 1 to {@code most}; 1 where nothing is known of either.
     *
     * @param forkCost time to start and warm up the processes of a fork
     * @param turnCost time of one turn of all its processes, same unit
     */
    public int cheapestTurns(double forkCost, double turnCost, int most) {
        double best = Math.sqrt(forkCost / turnCost * turnVariance() / forkVariance());
        return Double.isNaN(best) ? 1 : (int) Math.round(Math.clamp(best, 1, most));
    }

    private Optional<SequentialMean> over(ToDoubleFunction<double[]> value) {
        return forks.size() < FEWEST_FORKS
                ? Optional.empty()
                : Optional.of(
                        SequentialMean.of(forks.stream().mapToDouble(value).toArray()));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
