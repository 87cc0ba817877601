package dev.narrowgauge.checks.submit;

/** What became of a request. */
sealed interface Outcome {
    /**
     * The service did what was asked for.
     *
     * @param id of the run
     * @param late nanoseconds from when it was due until it was sent
     * @param latency nanoseconds from when it was due until the answer was there
     */
    record Accepted(String id, long late, long latency) implements Outcome {}

    /** @param answer what the service said instead */
    record Refused(String answer) implements Outcome {}

    /** @param failure of the connection */
    record Unanswered(String failure) implements Outcome {}

    /** Too late by then, or there was no connection left. */
    record Unsent() implements Outcome {}
}
