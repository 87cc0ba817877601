package dev.narrowgauge.domain.gate;

/** What comes of evidence that does not decide. */
public enum OnInconclusive {
    /** It is INCONCLUSIVE, and so is what depends on it. */
    TELL,
    FAIL,
    WARN
}
