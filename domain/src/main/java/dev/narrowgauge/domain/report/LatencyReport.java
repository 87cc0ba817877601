package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;

/**
 * A short paired measurement of the variant against its baseline, on the machine that quantized.
 *
 * @param ratio time of the variant / time of the baseline
 * @param baselineMillis median time of one run
 * @param variantMillis median time of one run
 * @param threads intra-op threads of both
 * @param batchSize samples per run
 * @param pairs of blocks
 * @param runs of each side in all blocks
 * @param device processor of the machine
 */
public record LatencyReport(
        Interval ratio,
        double baselineMillis,
        double variantMillis,
        int threads,
        int batchSize,
        int pairs,
        int runs,
        String device) {

    public LatencyReport {
        requireNonNull(ratio, "ratio is null");
        requireNonNull(device, "device is null");
    }
}
