package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the outcomes of rules do to the verdict of a row.
 *
 * @param variant hex SHA-256 of the variant; null where not known
 */
record RuleEffects(Policy policy, Occasion occasion, String variant) {
    RuleOutcome of(Rule rule, RuleOutcome judged, Evidence.Measured measured) {
        RuleOutcome outcome = undecided(rule, judged, measured);
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

    private RuleOutcome undecided(Rule rule, RuleOutcome outcome, Evidence.Measured measured) {
        if (outcome.verdict() != Verdict.INCONCLUSIVE) {
            return outcome;
        }
        return switch (rule.onInconclusive()) {
            case TELL -> outcome;
            case EXTEND -> outcome.judged(outcome.verdict(), outcome.sentence() + whyNotExtended(rule, measured));
            case WARN -> outcome.with(Effect.WARNS);
            case FAIL ->
                outcome.judged(
                        Verdict.FAIL,
                        outcome.sentence() + " The policy takes what is not decided for a FAIL of this rule.");
        };
    }

    /** Empty where it may yet be. */
    private String whyNotExtended(Rule rule, Evidence.Measured measured) {
        if (!rule.metric().isOfForks()) {
            return " It cannot be extended: all %s samples of the evaluation set were evaluated, and there are no more."
                    .formatted(Numbers.count(measured.accuracy().samples()));
        }
        int forks = measured.latency().forks().size();
        boolean isLast =
                Looks.of(policy, measured).isLast() || forks >= policy.extend().forks();
        return isLast ? " The policy extends no further than to these %d forks.".formatted(forks) : "";
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
