package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.NarrowgaugeException;

/** When a request may be sent again, in whole seconds. */
final class RetryAfter {
    /** As zero would be: nobody is told to come back at once. */
    static final long UNKNOWN = 0;

    private RetryAfter() {}

    /** Not too early: a part of a second counts as a whole one. */
    static long seconds(NarrowgaugeException failure) {
        return failure.retryAfter()
                .map(time -> Math.max(1, time.plusSeconds(1).minusNanos(1).toSeconds()))
                .orElse(UNKNOWN);
    }
}
