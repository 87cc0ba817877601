package dev.narrowgauge.domain.variant;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Interleaved block pairs of baseline and variant on one node, batch 1, enough to recompute every figure.
 *
 * @param baselineBlockMedianMillis one per pair
 * @param variantBlockMedianMillis one per pair, same order
 * @param seed of the random order inside the pairs
 * @param steady both models' warm-up settled
 */
public record LatencyEvidence(
        Summary baseline,
        Summary variant,
        List<Double> baselineBlockMedianMillis,
        List<Double> variantBlockMedianMillis,
        int threads,
        long seed,
        boolean steady) {
    public LatencyEvidence {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        baselineBlockMedianMillis = List.copyOf(baselineBlockMedianMillis);
        variantBlockMedianMillis = List.copyOf(variantBlockMedianMillis);
        if (baselineBlockMedianMillis.size() != variantBlockMedianMillis.size()) {
            throw new IllegalArgumentException("blocks are not paired");
        }
    }

    /**
     * All timed runs of one model, milliseconds.
     *
     * @param p99Millis upper estimate of the 99th percentile; null when there were too few runs to say
     * @param peakMemoryBytes peak resident memory of the process that ran it; null when the system does not say
     */
    public record Summary(long runs, double p50Millis, double meanMillis, Double p99Millis, Long peakMemoryBytes) {}
}
