package dev.narrowgauge.domain.run;

/** Where a run stands. */
public enum RunState {
    RUNNING,
    /** All jobs have ended and there is a verdict, which is INVALID where a job of a gating variant failed. */
    DONE,
    CANCELLED
}
