package dev.narrowgauge.domain.recipe;

/** How many scales a weight tensor gets: one for each output channel, or one for all. */
public enum Granularity {
    PER_CHANNEL,
    PER_TENSOR
}
