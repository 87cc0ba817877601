package dev.narrowgauge.domain.job;

import java.time.Instant;

/** What an event makes of a job. */
public sealed interface Transition {
    /** The job after the event; nothing needs to be told to anybody but those who watch. */
    record To(Job job) implements Transition {}

    /** The job is queued for another attempt, whose dispatch message is due not before {@code notBefore}. */
    record Requeue(Job job, Instant notBefore) implements Transition {}

    /**
     * The job goes to another who can do it, as though nobody had taken it: its wait goes on. Its dispatch message is due not
     * before {@code notBefore}.
     */
    record HandBack(Job job, Instant notBefore) implements Transition {}

    /** The event changes nothing. */
    record Ignored(Reason reason) implements Transition {}

    enum Reason {
        /** The event speaks for an attempt that is no longer, or not yet, the current one. */
        STALE_ATTEMPT,
        /** The job has ended. */
        ENDED,
        /** Somebody else holds the attempt, or nobody does. */
        NOT_OWNER,
        /** There was nothing to do. */
        NOTHING_DUE
    }
}
