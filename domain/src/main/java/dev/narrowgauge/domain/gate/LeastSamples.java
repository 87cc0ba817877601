package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.OptionalLong;

/** How many evaluation samples a policy asks for before any variant can pass, however good. */
public final class LeastSamples {
    private LeastSamples() {}

    /**
     * What the rules that decide take where no answer at all differs from the baseline's; empty where so many are enough.
     * Rules on slices and other measures are counted by their {@code minSamples} alone: what they take depends on the answers.
     *
     * @param samples independent ones
     * @param labelled whether they have labels
     */
    public static OptionalLong beyond(Policy policy, long samples, boolean labelled) {
        long needed = policy.rules().stream()
                .filter(rule -> rule.severity() == Severity.ERROR && rule.mode() == Mode.ENFORCE)
                .mapToLong(rule -> needed(rule, samples, labelled))
                .max()
                .orElse(0);
        return needed > samples ? OptionalLong.of(needed) : OptionalLong.empty();
    }

    private static long needed(Rule rule, long samples, boolean labelled) {
        if (!rule.metric().isOfAccuracy()) {
            return 0;
        }
        long asked = rule.minSamples() == null || rule.metric() == Metric.ACCURACY_SLICE_LOSS ? 0 : rule.minSamples();
        return Math.max(asked, unchanged(rule, samples, labelled));
    }

    private static long unchanged(Rule rule, long samples, boolean labelled) {
        if (rule.onInconclusive() == OnInconclusive.WARN) {
            return 0;
        }
        var same = new AccuracyEvidence(samples, labelled, samples, samples, 0, 0, 0, null);
        RuleOutcome outcome = switch (rule.metric()) {
            case ACCURACY_TOP1_LOSS -> AccuracyRules.top1(rule, same);
            case ACCURACY_TOP1_RELATIVE_LOSS -> AccuracyRules.relative(rule, same);
            case ACCURACY_FLIPS -> AccuracyRules.flips(rule, same);
            default -> null;
        };
        if (outcome == null || outcome.missing() == null || outcome.missing().samples() == null) {
            return 0;
        }
        return samples + outcome.missing().samples();
    }
}
