package dev.narrowgauge.domain.gate;

/** How many of the variants that gate have to pass. */
public enum Requires {
    EVERY,
    ANY
}
