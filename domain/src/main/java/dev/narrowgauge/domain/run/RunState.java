package dev.narrowgauge.domain.run;

/** Where a run stands. */
public enum RunState {
    /** Nobody has started on any of its jobs yet. */
    QUEUED,
    RUNNING,
    /** All jobs have ended and there is a verdict, which is INVALID where a job of a gating variant failed. */
    DONE,
    CANCELLED;

    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case DONE, CANCELLED -> true;
        };
    }
}
