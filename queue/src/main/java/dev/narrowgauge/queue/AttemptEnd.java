package dev.narrowgauge.queue;

import dev.narrowgauge.domain.error.ErrorKind;

/** How an attempt ended for the process that had it. Whether there will be another one is for the state machine to say. */
public enum AttemptEnd {
    DONE,
    /** As each {@link ErrorKind} says. */
    FAILED_USER,
    FAILED_RESOURCE,
    FAILED_INFRASTRUCTURE,
    FAILED_INTERNAL,
    /** Somebody else takes the job at once. */
    GIVEN_BACK,
    /** Somebody else has the job or will have it, or nobody wants it any more: its lease ran out, or it was cancelled. */
    LOST;

    static AttemptEnd failed(ErrorKind kind) {
        return switch (kind) {
            case USER -> FAILED_USER;
            case RESOURCE -> FAILED_RESOURCE;
            case INFRASTRUCTURE -> FAILED_INFRASTRUCTURE;
            case INTERNAL -> FAILED_INTERNAL;
        };
    }
}
