package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.accuracy.SliceLosses;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was lost in a class or group, counted from the answers. That every one of them keeps the limit is shown by a test of
 * each, as all have to be shown; that one breaks it by tests that together are as sure as the rule asks (Bonferroni): the
 * worst of many looks bad by chance.
 */
final class SliceRules {
    private static final int FEW_NAMES = 3;

    private SliceRules() {}

    static RuleOutcome loss(Rule rule, AccuracyEvidence accuracy) {
        if (accuracy.answerArchive() == null) {
            return Judgement.invalid(
                    rule,
                    "Its answers were not kept, so nobody can count them by class or group: evaluate fewer samples, or limit"
                            + " the loss of all.");
        }
        try {
            AnswerSet answers = AnswerArchive.read(accuracy.answerArchive());
            return rule.slice() == null ? worst(rule, answers) : named(rule, accuracy, answers);
        } catch (IllegalArgumentException damage) {
            return Judgement.invalid(rule, "Its answers cannot be read: %s.".formatted(damage.getMessage()));
        }
    }

    private static RuleOutcome named(Rule rule, AccuracyEvidence accuracy, AnswerSet answers) {
        List<String> names = SliceLosses.names(answers);
        if (!names.contains(rule.slice())) {
            return none(rule, "There is no '%s' among the classes and groups%s.".formatted(rule.slice(), such(names)))
                    .of(rule.slice());
        }
        MetricResult result = SliceLosses.of(answers, List.of(rule.slice()), Judgement.twoSided(rule))
                .getFirst();
        return AccuracyRules.minSamples(rule, accuracy, judge(rule, result));
    }

    private static String such(List<String> names) {
        return names.isEmpty()
                ? ", of which there are none"
                : ", such as " + String.join(", ", names.subList(0, Math.min(FEW_NAMES, names.size())));
    }

    private static RuleOutcome none(Rule rule, String sentence) {
        return Judgement.invalid(rule, sentence + " Give labels, or a group of each sample.");
    }

    private static RuleOutcome worst(Rule rule, AnswerSet answers) {
        List<String> names = SliceLosses.names(answers);
        List<MetricResult> each = SliceLosses.of(answers, names, Judgement.twoSided(rule)).stream()
                .filter(result -> rule.minSamples() == null || result.samples() >= rule.minSamples())
                .toList();
        if (each.isEmpty()) {
            return none(
                    rule,
                    names.isEmpty()
                            ? "The evaluation set tells no classes or groups apart."
                            : "None of the %d classes and groups has %s samples."
                                    .formatted(names.size(), Numbers.count(rule.minSamples())));
        }
        return broken(rule, answers, each)
                .or(() -> each.stream()
                        .map(result -> judge(rule, result))
                        .map(outcome -> outcome.verdict() == Verdict.FAIL ? undecided(outcome, each.size()) : outcome)
                        .max(Comparator.comparing(RuleOutcome::verdict).thenComparing(SliceRules::upper)))
                .map(outcome -> outcome.judged(
                        outcome.verdict(),
                        "%s It is the worst of %d classes and groups.".formatted(outcome.sentence(), each.size())))
                .orElseThrow();
    }

    /** The one that is shown to have lost most, where any is. */
    private static Optional<RuleOutcome> broken(Rule rule, AnswerSet answers, List<MetricResult> each) {
        List<String> suspects = each.stream()
                .filter(result -> result.loss() != null && result.loss().low() > rule.max())
                .map(MetricResult::slice)
                .toList();
        if (suspects.isEmpty()) {
            return Optional.empty();
        }
        Rule together = rule.amongTests(each.size());
        return SliceLosses.of(answers, suspects, Judgement.twoSided(together)).stream()
                .map(result -> judge(together, result))
                .filter(outcome -> outcome.verdict() == Verdict.FAIL)
                .max(Comparator.comparingDouble(outcome -> outcome.observed().low()));
    }

    private static RuleOutcome undecided(RuleOutcome outcome, int tests) {
        return outcome.judged(
                Verdict.INCONCLUSIVE,
                "%s Of %d together that is no surprise, so it does not decide.".formatted(outcome.sentence(), tests));
    }

    private static RuleOutcome judge(Rule rule, MetricResult result) {
        return MeasureRules.judge(rule, result, "Loss of %s in %s".formatted(result.metric(), result.slice()))
                .of(result.slice());
    }

    private static double upper(RuleOutcome outcome) {
        return outcome.observed() == null
                ? Double.NEGATIVE_INFINITY
                : outcome.observed().high();
    }
}
