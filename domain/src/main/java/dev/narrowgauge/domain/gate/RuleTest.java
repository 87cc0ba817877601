package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.AccuracyFindings;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.gate.VerdictDocument.RuleOutcome;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One rule against the evidence of one variant. A limit is kept or broken only when the one-sided test at the rule's
 * confidence says so; in between the evidence does not decide.
 */
final class RuleTest {
    private RuleTest() {}

    /**
     * Empty where another rule judges what this one would.
     *
     * @param limits of the whole policy
     */
    static Optional<RuleOutcome> apply(Rule rule, Evidence.Measured measured, Limits limits) {
        return switch (rule.metric()) {
            case ACCURACY_TOP1_LOSS ->
                measured.accuracy().labelled() || limits.labels() == Labels.REQUIRED
                        ? Optional.of(accuracy(rule, measured))
                        : Optional.empty();
            case LATENCY_P50_RATIO -> Optional.of(latency(rule, measured));
            case SIZE_RATIO -> Optional.of(size(rule, measured));
            case ACCURACY_AGREEMENT -> agreement(rule, measured, limits);
        };
    }

    private static Optional<RuleOutcome> agreement(Rule rule, Evidence.Measured measured, Limits limits) {
        AccuracyEvidence accuracy = measured.accuracy();
        boolean labelsJudge = accuracy.labelled() && limits.labels() != Labels.IGNORED;
        AgreementLimits allowed = AgreementLimits.standard().times(rule.max());
        List<Finding> findings = AccuracyFindings.agreement(accuracy.outputs(), labelsJudge, allowed);
        if (findings.isEmpty()) {
            return labelsJudge
                    ? Optional.empty()
                    : Optional.of(
                            outcome(rule, null, Verdict.INVALID, "Its outputs were not compared with the baseline's."));
        }
        Finding worst =
                Collections.max(findings, Comparator.comparing(Finding::state).thenComparing(Finding::used));
        Verdict verdict = switch (worst.state()) {
            case KEPT -> Verdict.PASS;
            case UNDECIDED -> Verdict.INCONCLUSIVE;
            case BROKEN -> Verdict.FAIL;
        };
        return Optional.of(outcome(rule, Interval.exactly(rule.max() * worst.used()), verdict, worst.sentence()));
    }

    private static RuleOutcome accuracy(Rule rule, Evidence.Measured measured) {
        if (!measured.accuracy().labelled()) {
            return outcome(rule, null, Verdict.INVALID, "The evaluation set has no labels, so top-1 is not known.");
        }
        Interval loss = measured.accuracy().paired().loss(twoSided(rule));
        Verdict verdict = against(rule.max(), loss);
        return outcome(
                rule,
                loss,
                verdict,
                "Top-1 loss %+.2f points, at most %+.2f at %.0f %% confidence; %s the limit of %.2f points."
                        .formatted(
                                100 * loss.estimate(),
                                100 * loss.high(),
                                100 * rule.confidence(),
                                relation(verdict),
                                100 * rule.max()));
    }

    private static RuleOutcome latency(Rule rule, Evidence.Measured measured) {
        if (!measured.latency().steady()) {
            return outcome(
                    rule,
                    null,
                    Verdict.INVALID,
                    "The device's latency did not settle, so the ratio is not to be trusted.");
        }
        Interval ratio = Gate.latencyRatio(measured.latency(), twoSided(rule));
        Verdict verdict = against(rule.max(), ratio);
        return outcome(
                rule,
                ratio,
                verdict,
                "Latency ratio %.3f, between %.3f and %.3f; %s the limit of %.3f."
                        .formatted(ratio.estimate(), ratio.low(), ratio.high(), relation(verdict), rule.max()));
    }

    private static RuleOutcome size(Rule rule, Evidence.Measured measured) {
        double ratio = (double) measured.sizeBytes() / measured.baselineSizeBytes();
        Verdict verdict = ratio <= rule.max() ? Verdict.PASS : Verdict.FAIL;
        return outcome(
                rule,
                Interval.exactly(ratio),
                verdict,
                "File size ratio %.3f; %s the limit of %.3f.".formatted(ratio, relation(verdict), rule.max()));
    }

    /** Two one-sided tests at level α are read off the two-sided interval with confidence 1 − 2α. */
    private static double twoSided(Rule rule) {
        return 2 * rule.confidence() - 1;
    }

    private static Verdict against(double max, Interval interval) {
        if (interval.high() < max) {
            return Verdict.PASS;
        }
        return interval.low() > max ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    private static String relation(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "keeps";
            case FAIL -> "breaks";
            case INCONCLUSIVE, INVALID -> "does not decide";
        };
    }

    private static RuleOutcome outcome(Rule rule, Interval observed, Verdict verdict, String sentence) {
        return new RuleOutcome(rule.id(), rule.metric().label(), rule.max(), observed, verdict, sentence);
    }
}
