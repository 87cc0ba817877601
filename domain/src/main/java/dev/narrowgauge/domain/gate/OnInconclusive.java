package dev.narrowgauge.domain.gate;

/** What comes of evidence that does not decide. */
public enum OnInconclusive {
    /** It is INCONCLUSIVE, and so is what depends on it. */
    TELL,
    /** More forks are measured, as far as the policy allows; what is not decided then is as with {@link #TELL}. */
    EXTEND,
    FAIL,
    WARN
}
