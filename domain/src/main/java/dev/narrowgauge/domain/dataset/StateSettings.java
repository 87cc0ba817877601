package dev.narrowgauge.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the samples of a model with a state follow each other.
 *
 * @param feedback for each input that is a state the output that is fed back to it, in the order in which they were written;
 *     empty where nothing was declared, an empty map where nothing is fed back
 * @param steps samples in a row that make one sequence; empty lets the samples tell
 */
public record StateSettings(Optional<Map<String, String>> feedback, OptionalInt steps) {
    public static final StateSettings NONE = new StateSettings(Optional.empty(), OptionalInt.empty());

    public StateSettings {
        feedback = feedback.map(LinkedHashMap::new);
        requireNonNull(steps, "steps is null");
    }
}
