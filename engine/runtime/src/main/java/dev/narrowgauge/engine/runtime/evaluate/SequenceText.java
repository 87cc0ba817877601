package dev.narrowgauge.engine.runtime.evaluate;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.report.SequenceReport;
import dev.narrowgauge.domain.report.SequenceReport.Drift;
import dev.narrowgauge.domain.report.SequenceReport.OutputSteps;
import java.util.List;

/**
 * What a sequence came to, in words.
 *
 * @param first output of the model, which is told by its numbers
 */
record SequenceText(StatePairs pairs, String first) {
    SequenceReport report(int sequences, int steps, List<OutputSteps> outputs) {
        Drift drift = drift(outputs);
        return new SequenceReport(
                pairs.states(),
                pairs.declared(),
                sequences,
                steps,
                outputs,
                drift,
                "With its own state fed back (%s) over %s: %s. %s"
                        .formatted(pairs.told(), length(sequences, steps), numbers(outputs), meaning(drift, outputs)));
    }

    private static Drift drift(List<OutputSteps> outputs) {
        if (outputs.stream().anyMatch(output -> output.drift() == Drift.DRIFTS)) {
            return Drift.DRIFTS;
        }
        return outputs.stream().anyMatch(output -> output.drift() == Drift.STEADY) ? Drift.STEADY : Drift.UNKNOWN;
    }

    private static String length(int sequences, int steps) {
        return sequences == 1
                ? Numbers.count(steps) + " steps"
                : "%s sequences of up to %s steps".formatted(Numbers.count(sequences), Numbers.count(steps));
    }

    private String numbers(List<OutputSteps> outputs) {
        OutputSteps told = outputs.stream()
                .filter(output -> output.output().equals(first))
                .findFirst()
                .orElse(outputs.getFirst());
        return "%s has %s at the first step, %s in the middle, %s at the last, %s at the worst, which is step %s"
                .formatted(
                        told.output(),
                        decibel(told.firstDb()),
                        decibel(told.middleDb()),
                        decibel(told.lastDb()),
                        decibel(told.worstDb()),
                        Numbers.count(told.worstStep()));
    }

    private static String meaning(Drift drift, List<OutputSteps> outputs) {
        return switch (drift) {
            case STEADY -> "It does not drift.";
            case UNKNOWN -> "Whether it drifts shows from %d steps on.".formatted(StepNoise.LEAST_STEPS);
            case DRIFTS ->
                outputs.stream()
                        .filter(output -> output.drift() == Drift.DRIFTS)
                        .map(output -> "%s from %s in the second quarter to %s in the last"
                                .formatted(output.output(), decibel(output.earlyDb()), decibel(output.lateDb())))
                        .collect(joining(", ", "It drifts: ", "; longer sequences will be worse."));
        };
    }

    private static String decibel(Double value) {
        return value == null ? "no noise" : Numbers.decibel(value);
    }

    /** @param sameStates whether the samples hold the same states each time */
    String whyNoSequence(boolean sameStates) {
        String what = sameStates
                ? "the samples hold the same states each time, which does not say whether they follow each other"
                : "no two samples follow each other by the states that they hold";
        String advice = pairs.declared()
                ? "Declare 'state.steps' in the data settings: how many samples in a row make a sequence."
                : "If they do, declare 'state.feedback' and 'state.steps' in the data settings.";
        return "No sequence was run, though states are fed back (%s): %s. %s".formatted(pairs.told(), what, advice);
    }
}
