package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.gate.RuleTest.Application.Judged;
import dev.narrowgauge.domain.gate.RuleTest.Application.NotApplied;
import dev.narrowgauge.domain.latency.LatencyComparison;
import java.util.ArrayList;
import java.util.List;

/**
 * What every rule of a policy says of one variant on one device, each by itself.
 *
 * @param comparison at the confidence of the strictest rule that decides
 * @param looks of which the outcomes are one
 * @param rules that were applied
 * @param outcomes of these, in their order
 * @param notes about the others, sentences
 */
record JudgedVariant(
        Evidence.Measured measured,
        Limits limits,
        LatencyComparison comparison,
        Looks looks,
        boolean gating,
        List<Rule> rules,
        List<RuleOutcome> outcomes,
        List<String> notes) {
    JudgedVariant {
        rules = List.copyOf(rules);
        outcomes = List.copyOf(outcomes);
        notes = List.copyOf(notes);
    }

    static JudgedVariant of(Policy policy, Occasion occasion, Evidence.Measured measured) {
        String deviceClass = measured.device().deviceClass();
        Limits limits = policy.limits(occasion, deviceClass);
        LatencyComparison comparison =
                LatencyComparison.of(measured.latency(), limits.latencyConfidence(), LatencyComparison.MARGIN);
        Looks looks = Looks.of(policy, measured);
        List<Rule> rules = new ArrayList<>();
        List<RuleOutcome> outcomes = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Rule rule : policy.rules()) {
            switch (RuleTest.apply(rule, measured, comparison, limits, looks)) {
                case Judged(RuleOutcome outcome) -> {
                    rules.add(rule);
                    outcomes.add(outcome);
                }
                case NotApplied(String note) -> notes.add(note);
            }
        }
        boolean gating = policy.gates(measured.precision(), deviceClass);
        return new JudgedVariant(measured, limits, comparison, looks, gating, rules, outcomes, notes);
    }

    JudgedVariant with(List<RuleOutcome> others) {
        return new JudgedVariant(measured, limits, comparison, looks, gating, rules, others, notes);
    }

    String variant() {
        return Gate.variant(measured.recipeName(), measured.precision().label());
    }

    /** The rule at that place, as one of so many tests. */
    RuleOutcome amongTests(int place, int tests) {
        Rule rule = rules.get(place).amongTests(tests);
        return switch (RuleTest.apply(rule, measured, comparison, limits, looks)) {
            case Judged(RuleOutcome outcome) -> outcome;
            case NotApplied(String note) ->
                throw new IllegalStateException("a rule was applied, and is not at another confidence: " + note);
        };
    }
}
