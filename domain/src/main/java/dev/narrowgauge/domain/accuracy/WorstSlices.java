package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of the samples that lost most. The worst of many looks bad by chance, so the confidence of each interval is
 * raised until that of all together is what was asked for (Bonferroni): a slice whose interval lies above 0 did lose.
 *
 * @param worst the one whose loss is shown to be largest first, then by the loss itself
 * @param all how many slices there are
 */
record WorstSlices(List<MetricResult> worst, int all) {
    static final int MOST = 10;

    /** What is read off beyond fewer draws is chance. */
    private static final double FEWEST_BEYOND = 25;

    private static final int MOST_RESAMPLES = 20_000;

    /** A part with the clusters of its own samples. */
    private record Part(ScorePair pair, Clusters clusters) {}

    /** @param answers that the slices are of, by the first of their measures */
    static WorstSlices of(AnswerSet set, PairedAnswers answers) {
        List<Part> parts = parts(set, answers);
        List<MetricResult> results = new ArrayList<>();
        double confidence = 1 - (1 - AccuracyMetrics.CONFIDENCE) / Math.max(1, parts.size());
        for (Part part : parts) {
            var judge = new LossJudge(
                    part.clusters(), AccuracyMetrics.outputOf(answers), resamples(part.pair(), confidence), confidence);
            results.add(judge.judge(part.pair()));
        }
        return new WorstSlices(
                results.stream()
                        .filter(result -> result.differing() > 0)
                        .sorted(Comparator.comparingDouble(WorstSlices::shown)
                                .thenComparingDouble(WorstSlices::seen)
                                .reversed())
                        .limit(MOST)
                        .toList(),
                parts.size());
    }

    private static List<Part> parts(AnswerSet set, PairedAnswers answers) {
        Clusters clusters = set.clusters(answers.samples());
        List<Part> parts = new ArrayList<>();
        answers.classes().forEach(pair -> parts.add(new Part(pair, clusters)));
        ScorePair judged = answers.scores().getFirst();
        for (int group : set.knownGroups()) {
            int[] members = set.members(group);
            parts.add(new Part(judged.among(members, set.nameOf(group)), clusters.among(members)));
        }
        return parts;
    }

    private static int resamples(ScorePair pair, double confidence) {
        // What cannot be told apart from the whole costs as much as the whole each time.
        return pair.baseline() instanceof SliceScore
                ? ClusterBootstrap.RESAMPLES
                : (int) Math.clamp(2 * FEWEST_BEYOND / (1 - confidence), ClusterBootstrap.RESAMPLES, MOST_RESAMPLES);
    }

    /** What was lost at least; a slice without an interval comes behind all others. */
    private static double shown(MetricResult result) {
        return result.loss() == null ? Double.NEGATIVE_INFINITY : result.loss().low();
    }

    private static double seen(MetricResult result) {
        return result.loss() == null ? Double.NEGATIVE_INFINITY : result.loss().estimate();
    }
}
