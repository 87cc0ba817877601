package dev.narrowgauge.domain.decision;

/** What a variant is wanted for. */
public enum Preference {
    /** Only a faster one is worth shipping. */
    SPEED,
    /** A smaller one is worth shipping where it is not shown to be more than a little slower. */
    SIZE
}
