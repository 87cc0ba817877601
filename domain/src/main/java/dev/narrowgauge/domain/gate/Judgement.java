package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.stats.Interval;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;

/** What is common to the rules: an interval or a value against a limit, and the sentence about it. */
final class Judgement {
    private Judgement() {}

    static RuleOutcome outcome(Rule rule, Interval observed, Verdict verdict, String sentence) {
        return new RuleOutcome(
                rule.id(),
                rule.metric().label(),
                rule.max(),
                observed,
                verdict,
                sentence,
                null,
                null,
                null,
                null,
                rule.min(),
                null);
    }

    /** There is no usable evidence. */
    static RuleOutcome invalid(Rule rule, String sentence) {
        return outcome(rule, null, Verdict.INVALID, sentence);
    }

    /** @param what is limited, as the sentence begins */
    static RuleOutcome interval(Rule rule, Interval seen, String what, DoubleFunction<String> number) {
        Verdict verdict = against(rule.max(), seen);
        return outcome(rule, seen, verdict, sentence(what, rule, seen, verdict, number));
    }

    /** Of what is known exactly. */
    static RuleOutcome exact(Rule rule, double value, String what, DoubleFunction<String> number) {
        Verdict verdict = value <= rule.max() ? Verdict.PASS : Verdict.FAIL;
        return outcome(
                rule,
                Interval.exactly(value),
                verdict,
                "%s %s; it %s the limit of %s."
                        .formatted(what, number.apply(value), relation(verdict), number.apply(rule.max())));
    }

    /** With what an inconclusive outcome would take. */
    static RuleOutcome missingSamples(RuleOutcome outcome, long seen, OptionalLong needed) {
        if (needed.isEmpty() || needed.getAsLong() <= seen) {
            return outcome;
        }
        long more = needed.getAsLong() - seen;
        return outcome.judged(
                        outcome.verdict(),
                        "%s About %s more samples would, were they like the %s here."
                                .formatted(outcome.sentence(), Numbers.count(more), Numbers.count(seen)))
                .lacking(new Missing(more, null));
    }

    /** Two one-sided tests at level α are read off the two-sided interval with confidence 1 − 2α. */
    static double twoSided(Rule rule) {
        return 2 * rule.confidence() - 1;
    }

    static Verdict against(double max, Interval interval) {
        if (interval.high() < max) {
            return Verdict.PASS;
        }
        return interval.low() > max ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    static String relation(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "keeps";
            case FAIL -> "breaks";
            case INCONCLUSIVE, INVALID -> "does not decide";
        };
    }

    /** Says of its bounds that they are one-sided: the two-sided ones of the tables lie elsewhere. */
    private static String sentence(
            String what, Rule rule, Interval seen, Verdict verdict, DoubleFunction<String> number) {
        String bounds = switch (verdict) {
            case PASS -> "at most " + number.apply(seen.high());
            case FAIL -> "at least " + number.apply(seen.low());
            case INCONCLUSIVE, INVALID ->
                "between %s and %s".formatted(number.apply(seen.low()), number.apply(seen.high()));
        };
        return "%s %s, %s (one-sided, %s confidence); it %s the limit of %s."
                .formatted(
                        what,
                        number.apply(seen.estimate()),
                        bounds,
                        Numbers.percent((1 + seen.confidence()) / 2),
                        relation(verdict),
                        number.apply(rule.max()));
    }
}
