package dev.narrowgauge.domain.job;

/** Where a job stands. */
public enum JobState {
    /** Waits for a worker or agent to claim its current attempt. */
    QUEUED,
    /** Its current attempt is leased. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean terminal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
