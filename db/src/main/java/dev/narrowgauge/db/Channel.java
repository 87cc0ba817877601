package dev.narrowgauge.db;

/**
 * What a {@code NOTIFY} can be about. Services of other versions hear it, too: the payload of a channel never changes, what
 * says more has a channel of its own.
 */
public enum Channel {
    /** A run has a new event, other than those that it begins with; the payload is the run's id. */
    RUN_EVENT,
    /** A job lost the attempt that somebody was working on; the payload is the job's id. */
    ATTEMPT_LOST,
    /** There is something in the outbox; no payload. */
    OUTBOX,
    /** A person wants something of a node; the payload is its name. */
    NODE,
    /** A key or a session is not good any more for what it was; the payload is its id. */
    API_KEY,
    /** A project was made, or is to be deleted, or was; the payload is its id. */
    PROJECT;

    /** As {@code LISTEN} and {@code NOTIFY} spell it. */
    public String sqlName() {
        return switch (this) {
            case RUN_EVENT -> "narrowgauge_run_event";
            case ATTEMPT_LOST -> "narrowgauge_attempt_lost";
            case OUTBOX -> "narrowgauge_outbox";
            case NODE -> "narrowgauge_node";
            case API_KEY -> "narrowgauge_api_key";
            case PROJECT -> "narrowgauge_project";
        };
    }
}
