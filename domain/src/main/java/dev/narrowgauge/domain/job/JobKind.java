package dev.narrowgauge.domain.job;

/** What a job does, and with that which rooms take it. */
public enum JobKind {
    QUANTIZE,
    BENCHMARK
}
