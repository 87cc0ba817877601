package dev.narrowgauge.domain.gate.render;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.gate.PreviousVerdict.OutcomeChange;
import dev.narrowgauge.domain.gate.PreviousVerdict.OutcomeThen;
import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What is otherwise than in the verdict before.
 *
 * @param runId of that run
 * @param verdict of that run
 */
public record Since(String runId, Instant decidedAt, Verdict verdict, List<OutcomeChange> outcomes) {
    public static final List<String> HEADINGS =
            List.of("rule", "variant", "device", "before", "value before", "now", "value now");

    public Since {
        requireNonNull(runId, "runId is null");
        requireNonNull(decidedAt, "decidedAt is null");
        requireNonNull(verdict, "verdict is null");
        outcomes = List.copyOf(outcomes);
    }

    /** For a person. */
    public String sentence() {
        return "The verdict before on this model name, by the same policy, was %s (run %s, %s); %d of %d outcomes changed since."
                .formatted(
                        verdict,
                        runId,
                        decidedAt,
                        outcomes.stream().filter(OutcomeChange::differs).count(),
                        outcomes.size());
    }

    /** A line for each outcome, as {@link #HEADINGS} has them. */
    public List<List<String>> rows() {
        return outcomes.stream().map(Since::row).toList();
    }

    /** The same of those of which the verdict is another one. */
    public List<List<String>> changedRows() {
        return outcomes.stream().filter(OutcomeChange::differs).map(Since::row).toList();
    }

    private static List<String> row(OutcomeChange change) {
        return List.of(
                change.rule(),
                change.recipe(),
                change.deviceClass() == null ? GateReport.UNKNOWN : change.deviceClass(),
                verdict(change.before()),
                value(change.metric(), change.before()),
                verdict(change.after()),
                value(change.metric(), change.after()));
    }

    private static String verdict(OutcomeThen outcome) {
        return outcome == null ? GateReport.UNKNOWN : Check.outcome(outcome.verdict(), outcome.effect());
    }

    private static String value(String metric, OutcomeThen outcome) {
        return outcome == null || outcome.observed() == null
                ? GateReport.UNKNOWN
                : MetricNumbers.of(metric).interval(outcome.observed());
    }
}
