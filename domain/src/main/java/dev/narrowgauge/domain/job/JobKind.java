package dev.narrowgauge.domain.job;

/** What a job does, and with that which modules take it. */
public enum JobKind {
    QUANTIZE,
    BENCHMARK
}
