package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.decision.SamplesNeeded;
import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedRatio;
import dev.narrowgauge.domain.stats.Proportion;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Answers that are right, or the baseline's. */
final class AccuracyRules {
    private static final String NO_LABELS = "The evaluation set has no labels, so top-1 is not known.";

    private AccuracyRules() {}

    static RuleOutcome top1(Rule rule, AccuracyEvidence accuracy) {
        if (!accuracy.labelled()) {
            return Judgement.invalid(rule, NO_LABELS);
        }
        Interval loss = accuracy.paired().loss(Judgement.twoSided(rule));
        RuleOutcome outcome = Judgement.interval(rule, loss, "Top-1 loss", Numbers::points);
        return enough(
                rule, accuracy, outcome, () -> SamplesNeeded.of(accuracy.paired(), rule.max(), rule.confidence()));
    }

    static RuleOutcome relative(Rule rule, AccuracyEvidence accuracy) {
        if (!accuracy.labelled()) {
            return Judgement.invalid(rule, NO_LABELS);
        }
        if (accuracy.baselineCorrect() == 0) {
            return Judgement.invalid(
                    rule, "FP32 gets no sample right, so nothing can be said of a share of that: look at the labels.");
        }
        PairedRatio seen = ratio(accuracy, accuracy.answers());
        Interval loss = seen.relativeLoss(Judgement.twoSided(rule));
        RuleOutcome outcome = Judgement.interval(
                rule,
                loss,
                "Loss as a share of %s top-1".formatted(rule.isOfUpload() ? "FP32's" : "its"),
                Numbers::percent);
        return enough(
                rule,
                accuracy,
                outcome,
                () -> SamplesNeeded.of(
                        accuracy.answers(),
                        samples -> decides(rule, ratio(accuracy, samples).relativeLoss(Judgement.twoSided(rule)))));
    }

    static RuleOutcome flips(Rule rule, AccuracyEvidence accuracy) {
        if (!accuracy.outputs().isEmpty() && accuracy.outputs().getFirst().answers() == 0) {
            return Judgement.invalid(
                    rule,
                    "The first output gives neither classes nor sequences, of which none can flip: limit"
                            + " accuracy.agreement instead.");
        }
        RuleOutcome outcome =
                Judgement.interval(rule, share(rule, accuracy, accuracy.answers()), "Share of flips", Numbers::percent);
        return enough(
                rule,
                accuracy,
                outcome,
                () -> SamplesNeeded.of(accuracy.answers(), samples -> decides(rule, share(rule, accuracy, samples))));
    }

    /** Of fewer samples than the rule asks for nothing is decided; where nothing is, says how many would do. */
    private static RuleOutcome enough(
            Rule rule, AccuracyEvidence accuracy, RuleOutcome outcome, Supplier<OptionalLong> needed) {
        RuleOutcome asked = minSamples(rule, accuracy, outcome);
        return asked.verdict() == Verdict.INCONCLUSIVE && asked.missing() == null
                ? Judgement.missingSamples(asked, accuracy.answers(), needed.get())
                : asked;
    }

    static RuleOutcome minSamples(Rule rule, AccuracyEvidence accuracy, RuleOutcome outcome) {
        if (rule.minSamples() == null
                || accuracy.samples() >= rule.minSamples()
                || outcome.verdict() == Verdict.INVALID) {
            return outcome;
        }
        return outcome.judged(
                        Verdict.INCONCLUSIVE,
                        "The rule decides of %s samples or more, and there are %s."
                                .formatted(Numbers.count(rule.minSamples()), Numbers.count(accuracy.samples())))
                .lacking(new Missing(rule.minSamples() - accuracy.samples(), null));
    }

    private static boolean decides(Rule rule, Interval foretold) {
        return Judgement.against(rule.max(), foretold) != Verdict.INCONCLUSIVE;
    }

    /** As it would be of so many samples. */
    private static PairedRatio ratio(AccuracyEvidence accuracy, long samples) {
        double factor = (double) samples / accuracy.answers();
        return new PairedRatio(
                samples,
                (long) (factor * (accuracy.baselineCorrect() - accuracy.onlyBaselineCorrect())),
                (long) (factor * accuracy.onlyVariantCorrect()),
                (long) (factor * accuracy.onlyBaselineCorrect()));
    }

    private static Interval share(Rule rule, AccuracyEvidence accuracy, long answers) {
        double factor = (double) answers / accuracy.answers();
        var flipped = new Proportion((long) (factor * accuracy.flips()), answers);
        return new Interval(
                (double) flipped.count() / answers,
                flipped.atLeast(rule.confidence()),
                flipped.atMost(rule.confidence()),
                Judgement.twoSided(rule));
    }
}
