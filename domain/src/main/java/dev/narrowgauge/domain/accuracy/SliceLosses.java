package dev.narrowgauge.domain.accuracy;

import java.util.List;

/** What was lost in each class and group, each held against a limit by itself. */
public final class SliceLosses {
    private SliceLosses() {}

    /** Those that are told apart, by their names. */
    public static List<String> names(AnswerSet set) {
        return slices(set).stream().map(slice -> slice.pair().slice()).toList();
    }

    /**
     * @param wanted names of the slices
     * @param confidence of the interval of each, two-sided
     */
    public static List<MetricResult> of(AnswerSet set, List<String> wanted, double confidence) {
        if (set.isEmpty()) {
            return List.of();
        }
        PairedAnswers answers = set.answers().getFirst();
        Clusters clusters = set.clusters(answers.samples());
        return slices(set).stream()
                .filter(slice -> wanted.contains(slice.pair().slice()))
                .map(slice -> new LossJudge(
                                clusters.among(slice.samples()),
                                AccuracyMetrics.outputOf(answers),
                                WorstSlices.resamples(slice, wanted.size(), confidence),
                                confidence)
                        .judge(slice.pair()))
                .toList();
    }

    private static List<Slice> slices(AnswerSet set) {
        return set.isEmpty() ? List.of() : WorstSlices.slices(set, set.answers().getFirst());
    }
}
