package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.profile.CountedWork;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledSide;
import dev.narrowgauge.domain.stats.Interval;
import java.util.Collections;
import java.util.Comparator;
import java.util.OptionalDouble;

/** On what a variant ran, and whether it repeats itself. */
final class KernelRules {
    private KernelRules() {}

    /** By multiplications; what is older than their count by time, which is what the rule was about then. */
    static RuleOutcome coverage(Rule rule, FurtherEvidence further) {
        SpeedInsight insight = further.insight();
        if (insight == null || insight.variant().work() == null) {
            return coverageTime(rule, further);
        }
        CountedWork work = insight.variant().work();
        if (!work.uncounted().isEmpty()) {
            return Judgement.invalid(
                    rule,
                    "How often it multiplies is not known of its kernels of %s: limit coverage.time instead, the share of time."
                            .formatted(String.join(", ", work.uncounted())));
        }
        OptionalDouble share = work.integerShare();
        if (share.isEmpty()) {
            return Judgement.invalid(rule, "None of its kernels multiplies, so nothing could run in integers.");
        }
        return least(rule, share.getAsDouble(), "Integer kernels do %s of its multiplications");
    }

    static RuleOutcome coverageTime(Rule rule, FurtherEvidence further) {
        if (further.insight() == null || !(further.insight().variant().kernelMicros() > 0)) {
            return Judgement.invalid(rule, FurtherLook.PROFILE.missing("on what kernels it ran"));
        }
        ProfiledSide variant = further.insight().variant();
        return least(
                rule,
                variant.integerMicros() / variant.kernelMicros(),
                "Integer kernels take %s of the time of all its kernels");
    }

    private static RuleOutcome least(Rule rule, double share, String what) {
        Verdict verdict = share >= rule.min() ? Verdict.PASS : Verdict.FAIL;
        return Judgement.outcome(
                rule,
                Interval.exactly(share),
                verdict,
                "%s; it %s the limit of at least %s."
                        .formatted(
                                what.formatted(Numbers.percent(share)),
                                Judgement.relation(verdict),
                                Numbers.percent(rule.min())));
    }

    static RuleOutcome determinism(Rule rule, FurtherEvidence further) {
        DeterminismReport report = further.determinism();
        if (report == null || report.differences().isEmpty()) {
            return Judgement.invalid(rule, FurtherLook.USAGE.missing("whether it repeats itself"));
        }
        Difference worst = Collections.max(report.differences(), Comparator.comparingDouble(KernelRules::differing));
        RuleOutcome outcome =
                Judgement.exact(rule, differing(worst), "Share of samples whose bytes differ", Numbers::percent);
        return outcome.judged(
                outcome.verdict(), "%s With %s: %s.".formatted(outcome.sentence(), worst.what(), worst.sentence()));
    }

    private static double differing(Difference difference) {
        return difference.samples() == 0 ? 0 : (double) difference.differing() / difference.samples();
    }
}
