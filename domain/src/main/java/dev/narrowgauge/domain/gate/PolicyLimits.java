package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Preference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rules as a decision knows limits: the strictest of each metric. */
record PolicyLimits(List<Rule> rules) {
    /** Of a metric without a rule, those that hold without a policy. */
    static Limits of(List<Rule> rules) {
        return new PolicyLimits(rules).limits();
    }

    private Limits limits() {
        AgreementLimits agreement = AgreementLimits.standard()
                .times(strictest(Metric.ACCURACY_AGREEMENT).orElse(1));
        Optional<Rule> top1 = rules.stream()
                .filter(rule -> rule.metric() == Metric.ACCURACY_TOP1_LOSS)
                .min(Comparator.comparingDouble(Rule::max));
        double confidence = rules.stream()
                .filter(rule -> rule.metric() == Metric.ACCURACY_TOP1_LOSS)
                .mapToDouble(Rule::confidence)
                .max()
                .orElse(agreement.confidence());
        boolean agreementJudges = strictest(Metric.ACCURACY_AGREEMENT).isPresent();
        return new Limits(
                top1.map(rule -> agreement.withTop1Loss(rule.max(), confidence)).orElse(agreement),
                top1.isEmpty()
                        ? agreementJudges ? Labels.IGNORED : Labels.USED
                        : agreementJudges ? Labels.USED : Labels.REQUIRED,
                boxed(strictest(Metric.LATENCY_P50_RATIO)),
                latencyConfidence(),
                boxed(strictest(Metric.SIZE_RATIO)),
                Preference.SPEED);
    }

    /** Two-sided; a one-sided test at confidence c is read off the interval of 2 c − 1. */
    private double latencyConfidence() {
        return rules.stream()
                .filter(rule -> rule.metric() == Metric.LATENCY_P50_RATIO)
                .mapToDouble(rule -> 2 * rule.confidence() - 1)
                .max()
                .stream()
                .map(asked -> Math.max(asked, Limits.LATENCY_CONFIDENCE))
                .findFirst()
                .orElse(Limits.LATENCY_CONFIDENCE);
    }

    private OptionalDouble strictest(Metric metric) {
        return rules.stream()
                .filter(rule -> rule.metric() == metric)
                .mapToDouble(Rule::max)
                .min();
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
