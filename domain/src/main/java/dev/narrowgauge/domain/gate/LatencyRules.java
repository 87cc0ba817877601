package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.Interval;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** Times. */
final class LatencyRules {
    private static final double P99 = 0.99;
    private static final int VARIANT = 1;

    private LatencyRules() {}

    /** @param comparison of the row; where the rule asks for more confidence another one is made */
    static RuleOutcome ratio(Rule rule, LatencyEvidence evidence, LatencyComparison comparison) {
        double asked = Judgement.twoSided(rule);
        boolean isSureEnough = comparison.ratio() == null || comparison.ratio().confidence() >= asked;
        LatencyComparison judged =
                isSureEnough ? comparison : LatencyComparison.of(evidence, asked, LatencyComparison.MARGIN);
        RuleOutcome outcome = ratio(rule, judged);
        if (outcome.verdict() != Verdict.INCONCLUSIVE) {
            return outcome;
        }
        if (judged.isPreview() || judged.ratio() == null) {
            return judged.moreForks() == null ? outcome : outcome.lacking(new Missing(null, judged.moreForks()));
        }
        Integer more = LatencyComparison.moreForks(evidence, judged.ratio().confidence(), rule.max());
        return more == null
                ? outcome
                : outcome.judged(
                                Verdict.INCONCLUSIVE,
                                "%s About %s would, were they like the %d here."
                                        .formatted(
                                                outcome.sentence(), Numbers.counted(more, "more fork"), judged.forks()))
                        .lacking(new Missing(null, more));
    }

    static RuleOutcome ratio(Rule rule, LatencyComparison comparison) {
        if (comparison.speed() == Speed.INVALID) {
            return Judgement.invalid(rule, comparison.reason());
        }
        return comparison.isPreview() || comparison.ratio() == null
                ? Judgement.outcome(rule, comparison.ratio(), Verdict.INCONCLUSIVE, comparison.reason())
                : ratio(rule, comparison.ratio());
    }

    static RuleOutcome ratio(Rule rule, Interval ratio) {
        return Judgement.interval(rule, ratio, "Latency ratio", Numbers::ratio);
    }

    /** Kept where the upper estimate is below the limit, broken where the runs show that the percentile is above it. */
    static RuleOutcome tail(Rule rule, LatencyEvidence evidence, LatencyComparison comparison) {
        if (comparison.speed() == Speed.INVALID) {
            return Judgement.invalid(rule, comparison.reason());
        }
        Double upper = evidence.variant().p99Millis();
        String limit = Numbers.millis(rule.max());
        if (evidence.isTailAbove(P99, rule.max())) {
            return Judgement.outcome(
                    rule,
                    upper == null ? null : Interval.exactly(upper),
                    Verdict.FAIL,
                    "The 99th percentile of the latency is above %s (99 %% confidence); it breaks that limit."
                            .formatted(limit));
        }
        if (upper == null) {
            return Judgement.outcome(
                    rule,
                    null,
                    Verdict.INCONCLUSIVE,
                    "%s runs are too few to say anything of the 99th percentile, and more forks have more."
                            .formatted(Numbers.count(evidence.variant().runs())));
        }
        boolean isKept = upper <= rule.max();
        return Judgement.outcome(
                rule,
                Interval.exactly(upper),
                isKept ? Verdict.PASS : Verdict.INCONCLUSIVE,
                "The 99th percentile of the latency is at most %s (99 %% confidence); it %s the limit of %s."
                        .formatted(
                                Numbers.millis(upper),
                                Judgement.relation(isKept ? Verdict.PASS : Verdict.INCONCLUSIVE),
                                limit));
    }

    /** Of the processes that were started the slowest has to keep the limit, and where even the fastest does not it is broken. */
    static RuleOutcome coldStart(Rule rule, FurtherEvidence further) {
        DoubleSummaryStatistics starts = further.scenarios().stream()
                .filter(result -> result.model() == VARIANT && result.scenario() == Scenario.SINGLE_STREAM)
                .map(ScenarioResult::forks)
                .flatMap(List::stream)
                .map(ScenarioFork::coldStart)
                .mapToDouble(start -> start.sessionMillis() + start.firstRunMillis())
                .summaryStatistics();
        if (starts.getCount() == 0) {
            return Judgement.invalid(rule, FurtherLook.USAGE.missing("how long it takes to start"));
        }
        String what = "Of %s the slowest had its first answer after"
                .formatted(starts.getCount() == 1 ? "1 fresh process" : starts.getCount() + " fresh processes");
        RuleOutcome slowest = Judgement.exact(rule, starts.getMax(), what, Numbers::millis);
        boolean isBetween = slowest.verdict() == Verdict.FAIL && starts.getMin() <= rule.max();
        return isBetween
                ? slowest.judged(
                        Verdict.INCONCLUSIVE,
                        "%s %s, and the fastest after %s; it does not decide the limit of %s."
                                .formatted(
                                        what,
                                        Numbers.millis(starts.getMax()),
                                        Numbers.millis(starts.getMin()),
                                        Numbers.millis(rule.max())))
                : slowest;
    }
}
