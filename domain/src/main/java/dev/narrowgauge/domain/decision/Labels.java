package dev.narrowgauge.domain.decision;

/** Whether labels judge the first output. */
public enum Labels {
    /** Where there are some; the agreement with the baseline where there are none. */
    USED,
    /** Without them nothing can be told. */
    REQUIRED,
    /** The agreement with the baseline judges it, whether or not there are labels. */
    IGNORED
}
