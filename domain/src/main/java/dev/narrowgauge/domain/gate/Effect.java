package dev.narrowgauge.domain.gate;

/** What comes of a rule's outcome. */
public enum Effect {
    /** It is part of the verdict. */
    DECIDES,
    /** It is told, and the verdict goes without it. */
    WARNS,
    /** It is looked at and not enforced yet. */
    OBSERVED,
    /** Somebody answers for it until a date. */
    WAIVED
}
