package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.ClassAnswers;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.history.TrackedMetric;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A variant against another one than FP32 of its own upload. Answers are paired sample by sample, and tested as those of a variant and
 * FP32 are. Latencies of two measurements are not: they are compared by their ratios to the same FP32 under the same conditions,
 * each of which is bounded with half of what may go wrong (Bonferroni), as nothing is known of how the two err together.
 */
final class BaselineRules {
    private static final Set<Metric> OF_ANSWERS = EnumSet.of(
            Metric.ACCURACY_TOP1_LOSS,
            Metric.ACCURACY_TOP1_RELATIVE_LOSS,
            Metric.ACCURACY_LOSS,
            Metric.ACCURACY_SLICE_LOSS,
            Metric.ACCURACY_FLIPS);

    private static final String NOT_KEPT =
            "The answers of %s were not kept, so nobody can hold them against each other sample by sample: evaluate fewer"
                    + " samples.";

    private BaselineRules() {}

    /** Whether a rule on that metric can hold a variant against another baseline than FP32 of its own upload. */
    static boolean suits(Metric metric) {
        return OF_ANSWERS.contains(metric)
                || metric == Metric.LATENCY_P50_RATIO
                || metric == Metric.SIZE_RATIO
                || metric == Metric.MEMORY_PEAK_RATIO;
    }

    static RuleOutcome apply(Rule rule, Evidence.Measured measured) {
        Optional<BaselineEvidence> known = measured.further().baselines().stream()
                .filter(one -> one.baseline().equals(rule.baseline()))
                .findFirst();
        if (known.isEmpty()) {
            return Judgement.invalid(
                    rule,
                    "Nothing was kept of the baseline '%s'; judge by it in a new run.".formatted(rule.baseline()));
        }
        BaselineEvidence other = known.get();
        if (other.absent() != null) {
            return Judgement.invalid(rule, other.absent());
        }
        List<ComparisonKey.Difference> differences = differences(rule.metric(), other);
        if (!differences.isEmpty()) {
            return Judgement.invalid(
                    rule,
                    "It cannot be compared with %s, as they differ in %s: measure both under the same conditions, by one run for each."
                            .formatted(other.title(), ComparisonKey.named(differences)));
        }
        RuleOutcome outcome = against(rule, measured, other);
        return outcome.judged(outcome.verdict(), "Against %s: %s".formatted(other.title(), outcome.sentence()));
    }

    private static RuleOutcome against(Rule rule, Evidence.Measured measured, BaselineEvidence other) {
        return switch (rule.metric()) {
            case LATENCY_P50_RATIO -> latency(rule, measured.latency(), other);
            case SIZE_RATIO ->
                Judgement.exact(
                        rule, (double) measured.sizeBytes() / other.sizeBytes(), "File size ratio", Numbers::ratio);
            case MEMORY_PEAK_RATIO ->
                SizeRules.memoryRatio(
                        rule,
                        measured.latency().variant().peakMemoryBytes(),
                        other.latency().variant().peakMemoryBytes());
            default -> answers(rule, measured.accuracy(), other.accuracy());
        };
    }

    private static List<ComparisonKey.Difference> differences(Metric metric, BaselineEvidence other) {
        TrackedMetric tracked = switch (metric) {
            case LATENCY_P50_RATIO -> TrackedMetric.LATENCY_RATIO;
            case MEMORY_PEAK_RATIO -> TrackedMetric.MEMORY_RATIO;
            case SIZE_RATIO -> TrackedMetric.SIZE_RATIO;
            default -> TrackedMetric.ACCURACY_DIFFERENCE;
        };
        return other.key().of(tracked).differences(other.ownKey().of(tracked));
    }

    private static RuleOutcome answers(Rule rule, AccuracyEvidence own, AccuracyEvidence other) {
        if (other == null) {
            return Judgement.invalid(
                    rule, "What it answered is of other samples: judge both on these, by one run for each.");
        }
        if (own.answerArchive() == null || other.answerArchive() == null) {
            return Judgement.invalid(
                    rule, NOT_KEPT.formatted(own.answerArchive() == null ? "the variant" : "that one"));
        }
        AnswerSet paired;
        try {
            paired = AnswerArchive.read(own.answerArchive()).against(AnswerArchive.read(other.answerArchive()));
        } catch (IllegalArgumentException damage) {
            return Judgement.invalid(rule, "The answers cannot be paired: %s.".formatted(damage.getMessage()));
        }
        return paired(rule, own, paired);
    }

    private static RuleOutcome paired(Rule rule, AccuracyEvidence own, AnswerSet paired) {
        if (rule.metric() == Metric.ACCURACY_SLICE_LOSS) {
            return SliceRules.loss(
                    rule, evidence(own, paired, AnswerArchive.write(paired).orElse(null)));
        }
        if (rule.metric() == Metric.ACCURACY_LOSS) {
            return MeasureRules.loss(rule, evidence(own, paired, null));
        }
        AccuracyEvidence counted = evidence(own, paired, null);
        if (!counted.labelled()) {
            return Judgement.invalid(
                    rule,
                    "The answers are not classes with labels, of which it can be counted: limit accuracy.loss by a measure that"
                            + " suits them.");
        }
        return switch (rule.metric()) {
            case ACCURACY_TOP1_LOSS -> AccuracyRules.top1(rule, counted);
            case ACCURACY_FLIPS -> AccuracyRules.flips(rule, counted);
            case ACCURACY_TOP1_RELATIVE_LOSS ->
                counted.baselineCorrect() == 0
                        ? Judgement.invalid(rule, "It gets no sample right, so nothing can be said of a share of that.")
                        : AccuracyRules.relative(rule, counted);
            default -> throw new IllegalArgumentException("not of answers: " + rule.metric());
        };
    }

    /** Of the pairs, in which the other variant stands for the baseline. */
    private static AccuracyEvidence evidence(AccuracyEvidence own, AnswerSet paired, String archive) {
        long[] counts = paired.answers().getFirst() instanceof ClassAnswers classes ? counts(classes) : null;
        boolean labelled = counts != null && own.labelled();
        return new AccuracyEvidence(
                own.samples(),
                labelled,
                labelled ? counts[0] : 0,
                labelled ? counts[1] : 0,
                labelled ? counts[2] : 0,
                labelled ? counts[3] : 0,
                labelled ? counts[4] : 0,
                null,
                labelled ? counts[5] : own.answers(),
                List.of(),
                "",
                AccuracyMetrics.of(paired),
                archive);
    }

    /** Right in the baseline, in the variant, only in the variant, only in the baseline; different ones; all with a label. */
    private static long[] counts(ClassAnswers classes) {
        long[] counts = new long[6];
        for (int i = 0; i < classes.labels().length; i++) {
            int label = classes.labels()[i];
            if (label < 0) {
                continue;
            }
            boolean before = classes.baseline()[i] == label;
            boolean now = classes.variant()[i] == label;
            counts[0] += before ? 1 : 0;
            counts[1] += now ? 1 : 0;
            counts[2] += now && !before ? 1 : 0;
            counts[3] += before && !now ? 1 : 0;
            counts[4] += classes.baseline()[i] == classes.variant()[i] ? 0 : 1;
            counts[5]++;
        }
        return counts;
    }

    private static RuleOutcome latency(Rule rule, LatencyEvidence own, BaselineEvidence other) {
        if (!other.modelId().equals(other.ownModelId())) {
            return Judgement.invalid(
                    rule,
                    "Its FP32 model is another one (SHA-256 %s), and times of two measurements are compared only by their ratios to"
                                    .formatted(other.modelId())
                            + " the same FP32: limit the latency against the upload.");
        }
        LatencyComparison mine = comparison(rule, own);
        LatencyComparison theirs = comparison(rule, other.latency());
        for (LatencyComparison one : List.of(mine, theirs)) {
            if (one.speed() == Speed.INVALID) {
                return Judgement.invalid(rule, one.reason());
            }
        }
        if (mine.isPreview() || theirs.isPreview() || mine.ratio() == null || theirs.ratio() == null) {
            return Judgement.outcome(
                    rule,
                    null,
                    Verdict.INCONCLUSIVE,
                    "%d and %d forks are too few for an interval of so much confidence."
                            .formatted(mine.forks(), theirs.forks()));
        }
        return LatencyRules.ratio(rule, quotient(rule, mine.ratio(), theirs.ratio()));
    }

    /** Each side of both is wrong with half of what a side of their quotient may be. */
    private static LatencyComparison comparison(Rule rule, LatencyEvidence evidence) {
        return LatencyComparison.of(evidence, rule.confidence(), LatencyComparison.MARGIN);
    }

    private static Interval quotient(Rule rule, Interval own, Interval other) {
        return new Interval(
                own.estimate() / other.estimate(),
                own.low() / other.high(),
                own.high() / other.low(),
                Judgement.twoSided(rule));
    }
}
