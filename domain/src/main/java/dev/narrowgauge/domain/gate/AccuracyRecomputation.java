package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.accuracy.AccuracyMetric;
import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Metrics, slices and counts of right answers, made once more from the answers that stand beside them. */
final class AccuracyRecomputation {
    private static final Set<String> OF_RIGHT_ANSWERS =
            Set.of(AccuracyMetric.TOP1.label(), AccuracyMetric.TOKEN_ACCURACY.label());

    private final String name;
    private final List<String> differences = new ArrayList<>();

    private AccuracyRecomputation(String name) {
        this.name = name;
    }

    /**
     * What the evidence says otherwise than its answers, sentences; empty where it follows from them, or where they were not
     * kept.
     *
     * @param name of the row
     * @param evidence null where there is none
     */
    static List<String> differences(String name, AccuracyEvidence evidence) {
        if (evidence == null || evidence.answerArchive() == null) {
            return List.of();
        }
        try {
            var made = AccuracyMetrics.of(AnswerArchive.read(evidence.answerArchive()));
            var recomputation = new AccuracyRecomputation(name);
            recomputation.compare(evidence, made);
            return recomputation.differences;
        } catch (IllegalArgumentException damage) {
            return List.of("%s: the answers cannot be read: %s.".formatted(name, damage.getMessage()));
        }
    }

    private void compare(AccuracyEvidence evidence, AccuracyMetrics made) {
        AccuracyMetrics stated = evidence.metrics();
        compare("metrics", stated.metrics(), made.metrics());
        compare("worst slices", stated.worstSlices(), made.worstSlices());
        different("the number of slices", stated.slices(), made.slices());
        if (evidence.labelled()) {
            made.metrics().stream()
                    .filter(metric -> OF_RIGHT_ANSWERS.contains(metric.metric()))
                    .findFirst()
                    .ifPresent(metric -> compareCounts(evidence, metric));
        }
    }

    private void compareCounts(AccuracyEvidence evidence, MetricResult metric) {
        double answers = evidence.answers();
        different("the share that the baseline gets right", evidence.baselineCorrect() / answers, metric.baseline());
        different("the share that it gets right", evidence.variantCorrect() / answers, metric.variant());
    }

    private void compare(String what, List<MetricResult> stated, List<MetricResult> made) {
        different("the number of " + what, stated.size(), made.size());
        for (int i = 0; i < Math.min(stated.size(), made.size()); i++) {
            MetricResult one = stated.get(i);
            MetricResult other = made.get(i);
            String metric = one.slice().isEmpty() ? one.metric() : one.metric() + " of " + one.slice();
            different("what stands at " + metric, one.metric() + one.slice(), other.metric() + other.slice());
            different(metric + " of the baseline", one.baseline(), other.baseline());
            different(metric + " of the variant", one.variant(), other.variant());
            different("the loss of " + metric, one.loss(), other.loss());
        }
    }

    private void different(String what, Object stated, Object made) {
        if (!Recomputation.isSame(stated, made)) {
            differences.add("%s: %s is %s in the document and %s by its answers.".formatted(name, what, stated, made));
        }
    }
}
