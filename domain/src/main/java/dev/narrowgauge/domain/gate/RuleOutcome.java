package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.stats.Interval;
import java.util.Locale;

/**
 * What came of one rule for one variant on one node.
 *
 * @param max largest value of the metric that the rule accepts, in the metric's unit
 * @param observed the estimate with its interval; null without evidence
 * @param sentence what was found, for a person
 * @param effect on the verdict of the row; absent in older documents, where all decide
 * @param slice of the samples that it is about; null where all
 * @param missing what it would take to decide; null where nothing is missing, or that is not known
 * @param waiver why it does not decide, or decides all the same, a sentence; null where nobody answers for it
 * @param min smallest value that the rule accepts; null where it has a largest one
 * @param cause what lost the accuracy, and what to try, sentences; null where the rule is kept or limits something else
 */
public record RuleOutcome(
        String rule,
        String metric,
        double max,
        Interval observed,
        Verdict verdict,
        String sentence,
        Effect effect,
        String slice,
        Missing missing,
        String waiver,
        Double min,
        String cause) {
    public RuleOutcome {
        effect = effect == null ? Effect.DECIDES : effect;
    }

    /** That decides, of all samples. */
    public RuleOutcome(String rule, String metric, double max, Interval observed, Verdict verdict, String sentence) {
        this(rule, metric, max, observed, verdict, sentence, null, null, null, null, null, null);
    }

    /** For a person: in brackets where it does not decide, with the reason, such as {@code (FAIL, observed)}. */
    public String toldVerdict() {
        return effect == Effect.DECIDES
                ? verdict.name()
                : "(%s, %s)".formatted(verdict, effect.name().toLowerCase(Locale.ROOT));
    }

    RuleOutcome of(String part) {
        return new RuleOutcome(
                rule, metric, max, observed, verdict, sentence, effect, part, missing, waiver, min, cause);
    }

    RuleOutcome lacking(Missing more) {
        return new RuleOutcome(rule, metric, max, observed, verdict, sentence, effect, slice, more, waiver, min, cause);
    }

    RuleOutcome judged(Verdict other, String words) {
        return new RuleOutcome(rule, metric, max, observed, other, words, effect, slice, missing, waiver, min, cause);
    }

    RuleOutcome with(Effect other) {
        return new RuleOutcome(
                rule, metric, max, observed, verdict, sentence, other, slice, missing, waiver, min, cause);
    }

    RuleOutcome waived(String words) {
        return new RuleOutcome(
                rule, metric, max, observed, verdict, sentence, effect, slice, missing, words, min, cause);
    }

    RuleOutcome causedBy(String told) {
        return new RuleOutcome(
                rule, metric, max, observed, verdict, sentence, effect, slice, missing, waiver, min, told);
    }
}
