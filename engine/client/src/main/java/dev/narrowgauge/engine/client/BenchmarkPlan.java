package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Placement;
import java.time.Duration;

/**
 * How variants are timed against their baseline.
 *
 * @param batchSize samples per run
 * @param fewestForks before which it does not stop, whatever they show
 * @param mostForks at which measuring stops; fewer than {@link LatencyComparison#FEWEST_FORKS} make a preview
 * @param confidence of the interval, over all looks together
 * @param margin relative difference that does not matter, for example 0.02
 * @param seed of everything that is drawn at random
 * @param maxDuration after which no further fork is begun, once there are enough for an answer; the rounds of those share it
 *     equally
 * @param execution on what
 * @param mostFallback where that is not the CPU: of the nodes that compute, the share that may run elsewhere, 0 to 1
 */
public record BenchmarkPlan(
        int batchSize,
        int fewestForks,
        int mostForks,
        double confidence,
        double margin,
        long seed,
        Duration maxDuration,
        Execution execution,
        double mostFallback) {
    public static final int STANDARD_FORKS = 40;
    private static final double CONFIDENCE = 0.95;

    /** The baseline and its control. */
    private static final int PROCESSES_BESIDE_VARIANTS = 2;

    private static final Duration BUDGET = Duration.ofMinutes(1);

    public BenchmarkPlan {
        requireNonNull(maxDuration, "maxDuration is null");
        requireNonNull(execution, "execution is null");
        if (!(mostFallback >= 0 && mostFallback <= 1)) {
            throw new IllegalArgumentException("mostFallback is not in [0, 1]: " + mostFallback);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is not positive: " + batchSize);
        }
        if (mostForks < 1) {
            throw new IllegalArgumentException("mostForks is not positive: " + mostForks);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is not in (0, 1): " + confidence);
        }
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin is not in (0, 1): " + margin);
        }
    }

    /** One sample per run, up to 40 forks in a minute, 95 %, a margin of 2 %. */
    public static BenchmarkPlan standard(long seed) {
        return new BenchmarkPlan(
                1,
                LatencyComparison.FEWEST_FORKS,
                STANDARD_FORKS,
                CONFIDENCE,
                LatencyComparison.MARGIN,
                seed,
                BUDGET,
                Execution.cpu(),
                Placement.MOST_FALLBACK);
    }

    /** One fork: how a measurement goes, for people and tests; never an answer. */
    public static BenchmarkPlan quick(long seed) {
        return standard(seed).withForks(1);
    }

    public BenchmarkPlan withForks(int most) {
        return new BenchmarkPlan(
                batchSize, fewestForks, most, confidence, margin, seed, maxDuration, execution, mostFallback);
    }

    /** So many, whatever they show: how many there are must not depend on what they are counted for. */
    public BenchmarkPlan withExactly(int forks) {
        return new BenchmarkPlan(
                batchSize, forks, forks, confidence, margin, seed, maxDuration, execution, mostFallback);
    }

    /** With as much more time as forks take in which several variants share the baseline and its control. */
    public BenchmarkPlan sharedBy(int variants) {
        return new BenchmarkPlan(
                batchSize,
                fewestForks,
                mostForks,
                confidence,
                margin,
                seed,
                maxDuration.multipliedBy(PROCESSES_BESIDE_VARIANTS + variants).dividedBy(PROCESSES_BESIDE_VARIANTS + 1),
                execution,
                mostFallback);
    }

    public BenchmarkPlan withBatchSize(int samples) {
        return new BenchmarkPlan(
                samples, fewestForks, mostForks, confidence, margin, seed, maxDuration, execution, mostFallback);
    }

    /** @param most of the nodes that compute, the share that may run elsewhere, 0 to 1 */
    public BenchmarkPlan on(Execution where, double most) {
        return new BenchmarkPlan(batchSize, fewestForks, mostForks, confidence, margin, seed, maxDuration, where, most);
    }
}
