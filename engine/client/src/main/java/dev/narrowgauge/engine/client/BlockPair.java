package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

/** A block of each model, one right after the other. */
public record BlockPair(boolean baselineFirst, BlockSummary baseline, BlockSummary variant) {
    public BlockPair {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
    }
}
