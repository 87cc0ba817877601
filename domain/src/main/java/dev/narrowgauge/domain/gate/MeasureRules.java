package dev.narrowgauge.domain.gate;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.accuracy.AccuracyMetric;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;

/** What was lost by a measure, of all samples. */
final class MeasureRules {
    /** What writing a confidence costs. */
    private static final double ROUNDING = 1e-9;

    private MeasureRules() {}

    static RuleOutcome loss(Rule rule, AccuracyEvidence accuracy) {
        List<MetricResult> known = accuracy.metrics().metrics();
        // Of a measure that is known for each output, the output that lost most judges.
        RuleOutcome outcome = known.stream()
                .filter(result -> result.metric().equals(rule.measure()))
                .map(result -> judge(rule, result, "Loss of " + named(result)))
                .max(Comparator.comparing(RuleOutcome::verdict).thenComparing(MeasureRules::upper))
                .orElseGet(() -> Judgement.invalid(rule, unknown(rule, known)));
        return AccuracyRules.minSamples(rule, accuracy, outcome);
    }

    private static String unknown(Rule rule, List<MetricResult> known) {
        if (known.isEmpty()) {
            return "%s is not known, as no measure is: measure again with a newer agent.".formatted(rule.measure());
        }
        return "%s is not known of what the model answers to these samples; known are %s."
                .formatted(
                        rule.measure(),
                        known.stream().map(MetricResult::metric).distinct().collect(joining(", ")));
    }

    private static String named(MetricResult result) {
        return result.output().isEmpty()
                ? result.metric()
                : "%s of output %s".formatted(result.metric(), result.output());
    }

    private static double upper(RuleOutcome outcome) {
        return outcome.observed() == null
                ? Double.POSITIVE_INFINITY
                : outcome.observed().high();
    }

    /** @param what was lost, as the sentence begins */
    static RuleOutcome judge(Rule rule, MetricResult result, String what) {
        Interval loss = result.loss();
        if (result.variant() == null && loss == null) {
            return Judgement.invalid(rule, result.note());
        }
        if (loss == null) {
            return Judgement.outcome(
                    rule, null, Verdict.INCONCLUSIVE, "%s has no interval. %s".formatted(what, result.note()));
        }
        if (loss.confidence() < Judgement.twoSided(rule) - ROUNDING) {
            return Judgement.outcome(
                    rule,
                    loss,
                    Verdict.INCONCLUSIVE,
                    "%s has bounds of %s confidence, and %s are asked for."
                            .formatted(
                                    what,
                                    Numbers.percent((1 + loss.confidence()) / 2),
                                    Numbers.percent(rule.confidence())));
        }
        RuleOutcome outcome = Judgement.interval(rule, loss, what, number(result));
        return outcome.verdict() == Verdict.INCONCLUSIVE
                ? Judgement.missingSamples(outcome, result.samples(), needed(rule, result))
                : outcome;
    }

    /** An interval narrows with the square root of the samples. */
    private static OptionalLong needed(Rule rule, MetricResult result) {
        Interval loss = result.loss();
        double distance = Math.abs(rule.max() - loss.estimate());
        double half = loss.estimate() < rule.max() ? loss.high() - loss.estimate() : loss.estimate() - loss.low();
        double factor = half / distance;
        return Double.isFinite(factor)
                ? OptionalLong.of((long) Math.ceil(factor * factor * result.samples()))
                : OptionalLong.empty();
    }

    private static DoubleFunction<String> number(MetricResult result) {
        return AccuracyMetric.ofLabel(result.metric())
                .filter(measure -> measure.unit() == AccuracyMetric.Unit.NUMBER)
                .<DoubleFunction<String>>map(_ -> Numbers::number)
                .orElse(Numbers::points);
    }
}
