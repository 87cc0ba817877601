package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Decider;
import dev.narrowgauge.domain.decision.Numbers;
import java.util.List;

/**
 * How far a variant goes astray where the state that it gives is fed back to it, step after step, beside a baseline that goes
 * on with its own.
 *
 * @param states what is fed back; empty where that is not clear
 * @param declared whether the data settings say so, and not the names alone
 * @param sequences how many; 0 where nothing was run
 * @param steps of the longest of them
 * @param outputs each compared output, states among them
 * @param drift of the outputs together
 * @param sentence all this for a person, or why it is not known
 */
public record SequenceReport(
        List<Feedback> states,
        boolean declared,
        int sequences,
        int steps,
        List<OutputSteps> outputs,
        Drift drift,
        String sentence) {
    public SequenceReport {
        states = List.copyOf(states);
        outputs = List.copyOf(outputs);
        requireNonNull(drift, "drift is null");
        requireNonNull(sentence, "sentence is null");
    }

    /** Where nothing was run. */
    public static SequenceReport unknown(String why) {
        return new SequenceReport(List.of(), false, 0, 0, List.of(), Drift.UNKNOWN, why);
    }

    /** Which output is destroyed in the last quarter of the steps, a sentence; empty where none is. */
    public String astray() {
        return outputs.stream()
                .filter(output -> output.lateDb() != null && output.lateDb() <= Decider.DESTROYED_DB)
                .findFirst()
                .map(output ->
                        "Output %s is destroyed where states are fed back: %s or less in half of the last quarter of %s steps."
                                .formatted(output.output(), Numbers.decibel(output.lateDb()), Numbers.count(steps)))
                .orElse("");
    }

    /** An output that is the input of the next step. */
    public record Feedback(String input, String output) {
        @Override
        public String toString() {
            return output + " to " + input;
        }
    }

    /**
     * Signal to noise of one output at single steps, over all sequences that have the step, in decibel; null without noise.
     *
     * @param worstStep counted from 1
     * @param earlyDb of the median step in the second quarter, when what the first ones bring has settled
     * @param lateDb of that in the last quarter
     */
    public record OutputSteps(
            String output,
            Double firstDb,
            Double middleDb,
            Double lastDb,
            Double worstDb,
            int worstStep,
            Double earlyDb,
            Double lateDb,
            Drift drift) {
        public OutputSteps {
            requireNonNull(output, "output is null");
            requireNonNull(drift, "drift is null");
        }
    }

    /** Whether the noise still grows towards the end. */
    public enum Drift {
        DRIFTS,
        STEADY,
        /** Too few steps, or nothing was run. */
        UNKNOWN
    }
}
