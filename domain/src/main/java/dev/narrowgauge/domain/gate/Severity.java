package dev.narrowgauge.domain.gate;

/** How much a rule weighs. */
public enum Severity {
    ERROR,
    WARN
}
