package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.AccuracyFindings;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.RuleTest.Application.Judged;
import dev.narrowgauge.domain.gate.RuleTest.Application.NotApplied;
import dev.narrowgauge.domain.gate.VerdictDocument.RuleOutcome;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One rule against the evidence of one variant. A limit is kept or broken only when the one-sided test at the rule's
 * confidence says so; in between the evidence does not decide.
 */
public final class RuleTest {
    private RuleTest() {}

    /** What comes of a rule for one variant. */
    sealed interface Application {
        record Judged(RuleOutcome outcome) implements Application {}

        /** @param note says why, for a person: another rule judges what this one would */
        record NotApplied(String note) implements Application {}
    }

    /**
     * @param comparison at the confidence of the strictest rule
     * @param limits of the whole policy
     */
    static Application apply(Rule rule, Evidence.Measured measured, LatencyComparison comparison, Limits limits) {
        return switch (rule.metric()) {
            case ACCURACY_TOP1_LOSS ->
                measured.accuracy().labelled() || limits.labels() == Labels.REQUIRED
                        ? new Judged(accuracy(rule, measured.accuracy()))
                        : notApplied(rule, "the evaluation set has no labels");
            case LATENCY_P50_RATIO -> new Judged(latency(rule, comparison));
            case SIZE_RATIO -> new Judged(size(rule, measured));
            case ACCURACY_AGREEMENT -> agreement(rule, measured, limits);
        };
    }

    private static Application notApplied(Rule rule, String why) {
        return new NotApplied("Rule %s is not applied: %s.".formatted(rule.id(), why));
    }

    private static Application agreement(Rule rule, Evidence.Measured measured, Limits limits) {
        AccuracyEvidence accuracy = measured.accuracy();
        if (!accuracy.astray().isEmpty()) {
            return new Judged(outcome(rule, null, Verdict.FAIL, accuracy.astray()));
        }
        boolean labelsJudge = accuracy.labelled() && limits.labels() != Labels.IGNORED;
        AgreementLimits allowed = AgreementLimits.standard().times(rule.max());
        List<Finding> findings = AccuracyFindings.agreement(accuracy.outputs(), labelsJudge, allowed);
        if (findings.isEmpty()) {
            return labelsJudge
                    ? notApplied(rule, "labels judge the only output")
                    : new Judged(
                            outcome(rule, null, Verdict.INVALID, "Its outputs were not compared with the baseline's."));
        }
        Finding worst =
                Collections.max(findings, Comparator.comparing(Finding::state).thenComparing(Finding::used));
        Verdict verdict = switch (worst.state()) {
            case KEPT -> Verdict.PASS;
            case UNDECIDED -> Verdict.INCONCLUSIVE;
            case BROKEN -> Verdict.FAIL;
        };
        return new Judged(outcome(rule, Interval.exactly(rule.max() * worst.used()), verdict, worst.sentence()));
    }

    public static RuleOutcome accuracy(Rule rule, AccuracyEvidence accuracy) {
        if (!accuracy.labelled()) {
            return outcome(rule, null, Verdict.INVALID, "The evaluation set has no labels, so top-1 is not known.");
        }
        Interval loss = accuracy.paired().loss(twoSided(rule));
        Verdict verdict = against(rule.max(), loss);
        return outcome(rule, loss, verdict, sentence("Top-1 loss", rule, loss, verdict, Numbers::points));
    }

    /** @param comparison with an interval of twice the rule's confidence less 1, or a higher one, which is the stricter test */
    public static RuleOutcome latency(Rule rule, LatencyComparison comparison) {
        if (comparison.speed() == Speed.INVALID) {
            return outcome(rule, null, Verdict.INVALID, comparison.reason());
        }
        return comparison.isPreview() || comparison.ratio() == null
                ? outcome(rule, comparison.ratio(), Verdict.INCONCLUSIVE, comparison.reason())
                : latency(rule, comparison.ratio());
    }

    /** @param ratio as of a comparison */
    public static RuleOutcome latency(Rule rule, Interval ratio) {
        Verdict verdict = against(rule.max(), ratio);
        return outcome(rule, ratio, verdict, sentence("Latency ratio", rule, ratio, verdict, Numbers::ratio));
    }

    private static RuleOutcome size(Rule rule, Evidence.Measured measured) {
        double ratio = (double) measured.sizeBytes() / measured.baselineSizeBytes();
        Verdict verdict = ratio <= rule.max() ? Verdict.PASS : Verdict.FAIL;
        return outcome(
                rule,
                Interval.exactly(ratio),
                verdict,
                "File size ratio %s; it %s the limit of %s."
                        .formatted(
                                Numbers.ratio(ratio),
                                verdict == Verdict.PASS ? "keeps" : "breaks",
                                Numbers.ratio(rule.max())));
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

    /** Says of its bounds that they are one-sided: the two-sided ones of the tables lie elsewhere. */
    private static String sentence(
            String what, Rule rule, Interval seen, Verdict verdict, DoubleFunction<String> number) {
        String bounds = switch (verdict) {
            case PASS -> "at most " + number.apply(seen.high());
            case FAIL -> "at least " + number.apply(seen.low());
            case INCONCLUSIVE, INVALID ->
                "between %s and %s".formatted(number.apply(seen.low()), number.apply(seen.high()));
        };
        String relation = switch (verdict) {
            case PASS -> "keeps";
            case FAIL -> "breaks";
            case INCONCLUSIVE, INVALID -> "does not decide";
        };
        return "%s %s, %s (one-sided, %s confidence); it %s the limit of %s."
                .formatted(
                        what,
                        number.apply(seen.estimate()),
                        bounds,
                        Numbers.percent((1 + seen.confidence()) / 2),
                        relation,
                        number.apply(rule.max()));
    }

    private static RuleOutcome outcome(Rule rule, Interval observed, Verdict verdict, String sentence) {
        return new RuleOutcome(rule.id(), rule.metric().label(), rule.max(), observed, verdict, sentence);
    }
}
