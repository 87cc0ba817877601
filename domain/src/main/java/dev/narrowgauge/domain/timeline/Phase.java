package dev.narrowgauge.domain.timeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A part of an attempt.
 *
 * @param name {@value #QUEUED}, a stage such as {@code calibrate}, or {@value #UNKNOWN} for time of which nothing was told
 * @param until empty while it lasts
 * @param seconds of wall time, so far where it lasts
 */
public record Phase(String name, Instant from, Optional<Instant> until, double seconds) {
    public static final String QUEUED = "queued";
    public static final String UNKNOWN = "unknown";

    public Phase {
        requireNonNull(name, "name is null");
        requireNonNull(from, "from is null");
        requireNonNull(until, "until is null");
    }

    static Phase ended(String name, Instant from, Instant until) {
        return new Phase(name, from, Optional.of(until), seconds(from, until));
    }

    static Phase lasting(String name, Instant from, Instant now) {
        return new Phase(name, from, Optional.empty(), seconds(from, now));
    }

    /** To the millisecond; none where a clock was set back. */
    static double seconds(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toMillis()) / 1e3;
    }
}
