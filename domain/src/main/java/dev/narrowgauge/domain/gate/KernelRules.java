package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.gate.VerdictDocument.RuleOutcome;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.profile.SpeedInsight.ProfiledSide;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Collections;
import java.util.Comparator;

/** On what a variant ran, and whether it repeats itself. */
final class KernelRules {
    private KernelRules() {}

    static RuleOutcome coverage(Rule rule, FurtherEvidence further) {
        if (further.insight() == null || !(further.insight().variant().kernelMicros() > 0)) {
            return Judgement.invalid(rule, FurtherLook.PROFILE.missing("on what kernels it ran"));
        }
        ProfiledSide variant = further.insight().variant();
        double share = variant.integerMicros() / variant.kernelMicros();
        Verdict verdict = share >= rule.min() ? Verdict.PASS : Verdict.FAIL;
        return Judgement.outcome(
                rule,
                Interval.exactly(share),
                verdict,
                "Integer kernels take %s of the time of all its kernels; it %s the limit of at least %s."
                        .formatted(Numbers.percent(share), Judgement.relation(verdict), Numbers.percent(rule.min())));
    }

    static RuleOutcome labelTruth(Rule rule, Evidence.Measured measured) {
        SpeedInsight insight = measured.further().insight();
        if (insight == null) {
            return Judgement.invalid(rule, FurtherLook.PROFILE.missing("on what kernels it ran"));
        }
        String label = measured.precision().label();
        String numbers = numbers(measured.precision());
        if (computesIn(measured.precision(), insight)) {
            return Judgement.exact(
                    rule,
                    0,
                    "It is called %s, and has kernels that compute with %s: contradictions".formatted(label, numbers),
                    KernelRules::count);
        }
        if (measured.precision() != Precision.INT8 && !insight.hasEveryPart()) {
            return Judgement.outcome(
                    rule,
                    null,
                    Verdict.INCONCLUSIVE,
                    "It is called %s, and of the parts of the model that were kept none computes with %s; others may."
                            .formatted(label, numbers));
        }
        return Judgement.exact(
                rule,
                1,
                "It is called %s, and has no kernel that computes with %s: contradictions".formatted(label, numbers),
                KernelRules::count);
    }

    private static String count(double contradictions) {
        return String.valueOf((long) contradictions);
    }

    private static String numbers(Precision precision) {
        return switch (precision) {
            case INT8 -> "integers";
            case FP16 -> "float16";
            case BF16 -> "bfloat16";
            case FP32 -> "float";
        };
    }

    private static boolean computesIn(Precision precision, SpeedInsight insight) {
        return precision == Precision.INT8
                ? insight.variant().integerKernels() > 0
                : insight.parts().stream()
                        .anyMatch(part -> part.variant() != null
                                && part.variant().elementType().equals(numbers(precision)));
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
