package dev.narrowgauge.domain.release;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How a release came to where it stands.
 *
 * @param state that it came to
 * @param by whose call it was; empty where the service asks nobody for a key
 * @param reason that was given; empty where none was
 */
public record ReleaseStep(ReleaseState state, Instant at, Optional<Actor> by, String reason) {
    public ReleaseStep {
        requireNonNull(state, "state is null");
        requireNonNull(at, "at is null");
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
    }

    /**
     * Whoever made a call.
     *
     * @param name for people
     * @param mark the same in all of its calls, and in those of nobody else
     */
    public record Actor(String name, String mark) {
        public Actor {
            requireNonNull(name, "name is null");
            requireNonNull(mark, "mark is null");
        }
    }
}
