package dev.narrowgauge.domain.gate;

/** What the outcome of a rule does to the verdict of its row. */
public enum Effect {
    DECIDES,
    /** It is told as a warning and decides nothing. */
    WARNS,
    /** The rule is on trial and decides nothing yet. */
    OBSERVED,
    /** Somebody has answered for it, until a date that is not past. */
    WAIVED
}
