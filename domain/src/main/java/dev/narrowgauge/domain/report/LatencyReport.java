package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.node.QuietWait;
import dev.narrowgauge.domain.stats.Interval;

/**
 * A short paired measurement of the variant against its baseline, on the machine that quantized.
 *
 * @param ratio time of the variant / time of the baseline
 * @param baselineMillis typical time of one run: the geometric mean over groups of blocks of the median of each
 * @param variantMillis that times the ratio
 * @param threads intra-op threads of both
 * @param batchSize samples per run
 * @param pairs of blocks
 * @param runs of each side in all blocks
 * @param device processor of the machine
 * @param othersShare of the time of all processors that other programs took meanwhile, in [0, 1]; null where not known
 */
public record LatencyReport(
        Interval ratio,
        double baselineMillis,
        double variantMillis,
        int threads,
        int batchSize,
        int pairs,
        int runs,
        String device,
        Double othersShare) {

    public LatencyReport {
        requireNonNull(ratio, "ratio is null");
        requireNonNull(device, "device is null");
    }

    /** Whether others worked while it measured, so that an interval that says nothing is no wonder. */
    public boolean busy() {
        return othersShare != null && othersShare > QuietWait.BUSY_SHARE;
    }
}
