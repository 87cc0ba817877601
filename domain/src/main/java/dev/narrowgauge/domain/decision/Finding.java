package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;

/**
 * One measure held against its limit.
 *
 * @param measure a short stable name, for example {@code sqnr} or {@code latency-ratio}
 * @param output of the model, where the measure is of one; empty otherwise
 * @param observed in the measure's unit; null where there is no number
 * @param interval null where the measure has none
 * @param limit in the measure's unit; null where there is no limit
 * @param sentence for a person
 */
public record Finding(
        String measure, String output, Double observed, Interval interval, Double limit, State state, String sentence) {

    public Finding {
        requireNonNull(measure, "measure is null");
        requireNonNull(output, "output is null");
        requireNonNull(state, "state is null");
        requireNonNull(sentence, "sentence is null");
    }

    /** How much of the limit is used up, as a ratio of errors: 1 at the limit. 0 where there is nothing to compare. */
    public double used() {
        return observed == null || limit == null ? 0 : Measure.ofLabel(measure).used(observed, limit);
    }

    /** Declared from the best to the worst. */
    public enum State {
        KEPT,
        /** The evidence says neither. */
        UNDECIDED,
        BROKEN
    }
}
