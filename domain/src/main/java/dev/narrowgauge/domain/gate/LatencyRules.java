package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.latency.TailRatio;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.LogMean;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import java.util.function.IntUnaryOperator;

/** Times. */
final class LatencyRules {
    private static final double P99 = 0.99;
    private static final int VARIANT = 1;

    /** Of two nothing is known of how much they differ. */
    private static final int FEWEST_STARTS = 3;

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

    /**
     * Kept where the upper estimate is below the limit, broken where the runs show that the percentile is above it.
     *
     * @param looks of which this is one: all of them together hold at 99 %
     */
    static RuleOutcome tail(Rule rule, LatencyEvidence evidence, LatencyComparison comparison, Looks looks) {
        if (comparison.speed() == Speed.INVALID) {
            return Judgement.invalid(rule, comparison.reason());
        }
        double confidence = looks.confidence(rule, TailLatency.CONFIDENCE);
        Double upper = confidence == TailLatency.CONFIDENCE
                ? evidence.variant().p99Millis()
                : evidence.tailMillis(P99, confidence);
        String sure = Numbers.percent(confidence);
        String limit = Numbers.millis(rule.max());
        if (evidence.isTailAbove(P99, rule.max(), confidence)) {
            return Judgement.outcome(
                    rule,
                    upper == null ? null : Interval.exactly(upper),
                    Verdict.FAIL,
                    "The 99th percentile of the latency is above %s (%s confidence); it breaks that limit."
                            .formatted(limit, sure));
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
                "The 99th percentile of the latency is at most %s (%s confidence); it %s the limit of %s."
                        .formatted(
                                Numbers.millis(upper),
                                sure,
                                Judgement.relation(isKept ? Verdict.PASS : Verdict.INCONCLUSIVE),
                                limit));
    }

    /** By the interval of {@link TailRatio}, which is for one look. */
    static RuleOutcome tailRatio(Rule rule, LatencyEvidence evidence, LatencyComparison comparison) {
        if (comparison.speed() == Speed.INVALID) {
            return Judgement.invalid(rule, comparison.reason());
        }
        Optional<TailRatio> kept = TailRatio.of(evidence);
        if (kept.isEmpty()) {
            return Judgement.invalid(
                    rule, "The single runs were not kept, or none counts, and nothing is known of their tail.");
        }
        TailRatio ratio = kept.get();
        return ratio.mean()
                .map(mean -> mean(rule, mean, "Ratio of the 99th percentiles", Numbers::ratio, "fork", ratio::forksOf))
                .orElseGet(() -> tooFew(
                        rule,
                        "%s have too few runs to compare 99th percentiles by."
                                .formatted(Numbers.counted(ratio.forks(), "fork")),
                        ratio.forksOf(ratio.fewestMore())));
    }

    /** Of the processes that were started the typical one: a cold start happens once in each. */
    static RuleOutcome coldStart(Rule rule, FurtherEvidence further) {
        double[] logs = further.scenarios().stream()
                .filter(result -> result.model() == VARIANT && result.scenario() == Scenario.SINGLE_STREAM)
                .map(ScenarioResult::forks)
                .flatMap(List::stream)
                .map(ScenarioFork::coldStart)
                .mapToDouble(start -> Math.log(start.sessionMillis() + start.firstRunMillis()))
                .toArray();
        if (logs.length == 0) {
            return Judgement.invalid(rule, FurtherLook.USAGE.missing("how long it takes to start"));
        }
        if (logs.length < FEWEST_STARTS) {
            return tooFew(
                    rule,
                    "%s of a fresh process %s too few to tell how long others take, %d are needed."
                            .formatted(
                                    Numbers.counted(logs.length, "start"),
                                    logs.length == 1 ? "is" : "are",
                                    FEWEST_STARTS),
                    FEWEST_STARTS - logs.length);
        }
        return mean(
                rule,
                LogMean.of(logs),
                "First answer of a fresh process after",
                Numbers::millis,
                "start",
                IntUnaryOperator.identity());
    }

    private static RuleOutcome tooFew(Rule rule, String why, int more) {
        return Judgement.outcome(rule, null, Verdict.INCONCLUSIVE, why).lacking(new Missing(null, more));
    }

    /**
     * @param unit of which each has a value
     * @param units how many of them so many values take
     */
    private static RuleOutcome mean(
            Rule rule, LogMean mean, String what, DoubleFunction<String> number, String unit, IntUnaryOperator units) {
        double confidence = Judgement.twoSided(rule);
        Interval seen = mean.interval(confidence);
        if (!Double.isFinite(seen.high())) {
            String why = "%s bound nothing where one has to be so sure.".formatted(Numbers.counted(mean.count(), unit));
            return tooFew(rule, why, units.applyAsInt(1));
        }
        RuleOutcome outcome = Judgement.interval(rule, seen, what, number);
        OptionalInt more =
                outcome.verdict() == Verdict.INCONCLUSIVE ? mean.more(confidence, rule.max()) : OptionalInt.empty();
        if (more.isEmpty()) {
            return outcome;
        }
        int missing = units.applyAsInt(more.getAsInt());
        return outcome.judged(
                        Verdict.INCONCLUSIVE,
                        "%s About %s would, were they like those here."
                                .formatted(outcome.sentence(), Numbers.counted(missing, "more " + unit)))
                .lacking(new Missing(null, missing));
    }
}
