package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * That a row stands on a measurement of another run of the same bytes.
 *
 * @param run id of that one
 */
public record Reused(String run, Instant measuredAt) {
    public Reused {
        requireNonNull(run, "run is null");
        requireNonNull(measuredAt, "measuredAt is null");
    }

    /** For a person. */
    public String sentence() {
        return "Reused: not measured again, but taken from run %s, which measured the same bytes at %s."
                .formatted(run, measuredAt);
    }
}
