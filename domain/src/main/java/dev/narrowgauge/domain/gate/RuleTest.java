package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.gate.RuleTest.Application.Judged;
import dev.narrowgauge.domain.gate.RuleTest.Application.NotApplied;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;

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
     * @param comparison at the confidence of the strictest rule that decides
     * @param limits of all rules that decide
     * @param looks of which this is one
     */
    static Application apply(
            Rule asked, Evidence.Measured measured, LatencyComparison comparison, Limits limits, Looks looks) {
        Rule rule = looks.of(asked);
        String deviceClass = measured.device().deviceClass();
        if (!rule.isFor(deviceClass)) {
            return notApplied(
                    rule, "it is for %s, and this is %s".formatted(String.join(", ", rule.devices()), deviceClass));
        }
        if (!rule.isOfUpload()) {
            return new Judged(BaselineRules.apply(rule, measured));
        }
        AccuracyEvidence accuracy = measured.accuracy();
        return switch (rule.metric()) {
            case ACCURACY_TOP1_LOSS ->
                accuracy.labelled() || limits.labels() == Labels.REQUIRED
                        ? new Judged(AccuracyRules.top1(rule, accuracy))
                        : notApplied(rule, "the evaluation set has no labels");
            case ACCURACY_TOP1_RELATIVE_LOSS -> new Judged(AccuracyRules.relative(rule, accuracy));
            case ACCURACY_FLIPS -> new Judged(AccuracyRules.flips(rule, accuracy));
            case ACCURACY_LOSS -> new Judged(MeasureRules.loss(rule, accuracy));
            case ACCURACY_SLICE_LOSS -> new Judged(SliceRules.loss(rule, accuracy));
            case ACCURACY_AGREEMENT -> AgreementRules.apply(rule, accuracy, limits);
            case LATENCY_P50_RATIO -> new Judged(LatencyRules.ratio(rule, measured.latency(), comparison));
            case LATENCY_P99_UPPER -> new Judged(LatencyRules.tail(rule, measured.latency(), comparison, looks));
            case LATENCY_P99_RATIO -> new Judged(LatencyRules.tailRatio(rule, measured.latency(), comparison));
            case COLD_START -> new Judged(LatencyRules.coldStart(rule, measured.further()));
            case SIZE_RATIO -> new Judged(SizeRules.size(rule, measured));
            case MEMORY_PEAK -> new Judged(SizeRules.memory(rule, measured.latency()));
            case MEMORY_PEAK_RATIO -> new Judged(SizeRules.memoryRatio(rule, measured.latency()));
            case COVERAGE -> new Judged(KernelRules.coverage(rule, measured.further()));
            case COVERAGE_TIME -> new Judged(KernelRules.coverageTime(rule, measured.further()));
            case LABEL_TRUTH -> new Judged(LabelRules.truth(rule, measured));
            case RUNTIME_RANGE -> new Judged(RuntimeRules.range(rule, measured));
            case DETERMINISM -> new Judged(KernelRules.determinism(rule, measured.further()));
        };
    }

    static NotApplied notApplied(Rule rule, String why) {
        return new NotApplied("Rule %s is not applied: %s.".formatted(rule.id(), why));
    }

    public static RuleOutcome accuracy(Rule rule, AccuracyEvidence accuracy) {
        return AccuracyRules.top1(rule, accuracy);
    }

    /** @param comparison with an interval of twice the rule's confidence less 1, or a higher one, which is the stricter test */
    public static RuleOutcome latency(Rule rule, LatencyComparison comparison) {
        return LatencyRules.ratio(rule, comparison);
    }

    /** @param ratio as of a comparison */
    public static RuleOutcome latency(Rule rule, Interval ratio) {
        return LatencyRules.ratio(rule, ratio);
    }
}
