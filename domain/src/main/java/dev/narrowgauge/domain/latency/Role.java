package dev.narrowgauge.domain.latency;

/** What a process of a fork runs: the control runs the baseline once more, so that a ratio that is known is measured, too. */
public enum Role {
    BASELINE,
    CONTROL,
    VARIANT
}
