package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The last verdict on a model of the same name by the same policy, beside the new one.
 *
 * @param verdict of that run
 * @param outcomes of each rule for each variant on each device class that either of both has
 */
public record PreviousVerdict(String runId, Instant decidedAt, Verdict verdict, List<OutcomeChange> outcomes) {
    /** Stands for a rule where a variant could not be held against any. */
    public static final String MEASURED = "measured";

    public PreviousVerdict {
        requireNonNull(runId, "runId is null");
        requireNonNull(decidedAt, "decidedAt is null");
        requireNonNull(verdict, "verdict is null");
        outcomes = List.copyOf(outcomes);
    }

    /**
     * @param deviceClass null where no device took the variant
     * @param metric label; empty where nothing was measured
     * @param before null where there was no such outcome
     * @param after null where there is none any more
     */
    public record OutcomeChange(
            String recipe, String deviceClass, String rule, String metric, OutcomeThen before, OutcomeThen after) {
        /** Whether the verdict on the rule, or what it is good for, is another one. */
        public boolean differs() {
            return before == null
                    || after == null
                    || before.verdict() != after.verdict()
                    || before.effect() != after.effect();
        }
    }

    /** @param observed in the metric's unit; null where there is no number */
    public record OutcomeThen(Verdict verdict, Effect effect, Interval observed) {
        public OutcomeThen {
            effect = effect == null ? Effect.DECIDES : effect;
        }
    }

    private record Place(String recipe, String deviceClass, String rule) {}

    private record Told(String metric, OutcomeThen outcome) {}

    /**
     * @param before rows of the document of that run; their evidence is not looked at
     * @param now those of the new one
     */
    public static PreviousVerdict of(
            String runId, Instant decidedAt, Verdict verdict, List<Row> before, List<Row> now) {
        return new PreviousVerdict(runId, decidedAt, verdict, changes(told(before), told(now)));
    }

    private static List<OutcomeChange> changes(Map<Place, Told> before, Map<Place, Told> now) {
        return Stream.concat(now.keySet().stream(), before.keySet().stream())
                .distinct()
                .map(place -> {
                    Told earlier = before.get(place);
                    Told later = now.get(place);
                    return new OutcomeChange(
                            place.recipe(),
                            place.deviceClass(),
                            place.rule(),
                            (later == null ? earlier : later).metric(),
                            earlier == null ? null : earlier.outcome(),
                            later == null ? null : later.outcome());
                })
                .toList();
    }

    private static Map<Place, Told> told(List<Row> rows) {
        Map<Place, Told> told = new LinkedHashMap<>();
        for (Row row : rows) {
            String deviceClass = row.device() == null ? null : row.device().deviceClass();
            if (row.failure() != null) {
                told.put(
                        new Place(row.recipe(), deviceClass, MEASURED),
                        new Told("", new OutcomeThen(row.verdict(), Effect.DECIDES, null)));
            }
            for (RuleOutcome rule : row.rules()) {
                told.put(
                        new Place(row.recipe(), deviceClass, rule.rule()),
                        new Told(rule.metric(), new OutcomeThen(rule.verdict(), effect(row, rule), rule.observed())));
            }
        }
        return told;
    }

    /** Of a variant that does not decide no rule does. */
    private static Effect effect(Row row, RuleOutcome rule) {
        return row.gating() ? rule.effect() : Effect.OBSERVED;
    }

    /**
     * What it says of the new verdict otherwise than that does, sentences.
     *
     * @param stated the outcomes of a document
     * @param rows of the same document
     */
    public static List<String> differences(List<OutcomeChange> stated, List<Row> rows) {
        Map<Place, Told> now = told(rows);
        List<String> differences = new ArrayList<>();
        for (OutcomeChange change : stated) {
            Place place = new Place(change.recipe(), change.deviceClass(), change.rule());
            Told told = now.remove(place);
            OutcomeThen made = told == null ? null : told.outcome();
            if (!same(change.after(), made)) {
                differences.add(Recomputation.difference(
                        "%s on %s: what the difference to the verdict before says of rule %s"
                                .formatted(change.recipe(), change.deviceClass(), change.rule()),
                        text(change.after()),
                        text(made)));
            }
        }
        now.keySet()
                .forEach(place -> differences.add("%s on %s: the difference to the verdict before leaves out rule %s."
                        .formatted(place.recipe(), place.deviceClass(), place.rule())));
        return differences;
    }

    private static boolean same(OutcomeThen stated, OutcomeThen made) {
        if (stated == null || made == null) {
            return stated == made;
        }
        return stated.verdict() == made.verdict()
                && stated.effect() == made.effect()
                && Recomputation.isSame(stated.observed(), made.observed());
    }

    private static String text(OutcomeThen outcome) {
        return outcome == null ? null : Objects.toString(outcome.verdict());
    }
}
