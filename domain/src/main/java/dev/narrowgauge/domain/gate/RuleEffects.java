package dev.narrowgauge.domain.gate;

import java.util.Comparator;
import java.util.Optional;

/**
 * What the outcomes of rules do to the verdict of a row.
 *
 * @param variant hex SHA-256 of the variant; null where not known
 */
record RuleEffects(Policy policy, Occasion occasion, String variant) {
    RuleOutcome of(Rule rule, RuleOutcome judged) {
        RuleOutcome outcome = undecided(rule, judged);
        if (rule.isObservedOn(occasion)) {
            return outcome.with(Effect.OBSERVED);
        }
        if (rule.severity() == Severity.WARN || outcome.effect() == Effect.WARNS) {
            return outcome.with(Effect.WARNS);
        }
        return outcome.verdict() == Verdict.PASS
                ? outcome
                : waiver(rule).map(waiver -> waived(outcome, waiver)).orElse(outcome);
    }

    private static RuleOutcome undecided(Rule rule, RuleOutcome outcome) {
        if (outcome.verdict() != Verdict.INCONCLUSIVE) {
            return outcome;
        }
        return switch (rule.onInconclusive()) {
            case TELL -> outcome;
            case WARN -> outcome.with(Effect.WARNS);
            case FAIL ->
                outcome.judged(
                        Verdict.FAIL,
                        outcome.sentence() + " The policy takes what is not decided for a FAIL of this rule.");
        };
    }

    /** The one that holds longest. */
    private Optional<Waiver> waiver(Rule rule) {
        return policy.waivers().stream()
                .filter(waiver -> waiver.isFor(rule.id(), occasion, variant))
                .max(Comparator.comparing(Waiver::expires));
    }

    private RuleOutcome waived(RuleOutcome outcome, Waiver waiver) {
        String who = "by %s: %s.".formatted(waiver.owner(), waiver.reason().replaceAll("\\.+$", ""));
        if (waiver.holdsOn(occasion)) {
            return outcome.with(Effect.WAIVED)
                    .waived("Waived up to and including %s %s".formatted(waiver.expires(), who));
        }
        String expired = "The waiver expired after %s, given %s".formatted(waiver.expires(), who);
        return outcome.judged(
                        Verdict.FAIL,
                        "%s It was waived, and the waiver expired after %s."
                                .formatted(outcome.sentence(), waiver.expires()))
                .waived(expired);
    }
}
