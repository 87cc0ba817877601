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

    /** Samples that are counted in all draws of all slices, but for the fewest draws. */
    private static final double MOST_WORK = 1e9;

    /** @param answers that the slices are of, by the first of their measures */
    static WorstSlices of(AnswerSet set, PairedAnswers answers) {
        Clusters clusters = set.clusters(answers.samples());
        List<Slice> slices = slices(set, answers);
        List<MetricResult> results = new ArrayList<>();
        double confidence = 1 - (1 - AccuracyMetrics.CONFIDENCE) / Math.max(1, slices.size());
        for (Slice slice : slices) {
            var judge = new LossJudge(
                    clusters.among(slice.samples()),
                    AccuracyMetrics.outputOf(answers),
                    resamples(slice, slices.size(), confidence),
                    confidence);
            results.add(judge.judge(slice.pair()));
        }
        return new WorstSlices(
                results.stream()
                        .filter(result -> result.differing() > 0)
                        .sorted(Comparator.comparingDouble(WorstSlices::shown)
                                .thenComparingDouble(WorstSlices::seen)
                                .reversed())
                        .limit(MOST)
                        .toList(),
                slices.size());
    }

    static List<Slice> slices(AnswerSet set, PairedAnswers answers) {
        List<Slice> slices = new ArrayList<>(answers.classes());
        if (set.groups().length == 0) {
            return slices;
        }
        ScorePair judged = answers.scores().getFirst();
        for (int group : set.knownGroups()) {
            int[] members = set.members(group);
            slices.add(new Slice(judged.among(members, set.nameOf(group)), members));
        }
        return slices;
    }

    /** As many as the confidence of each takes, or as time allows. */
    static int resamples(Slice slice, int slices, double confidence) {
        // What cannot be told apart from the whole costs as much as the whole each time.
        if (slice.pair().baseline() instanceof SliceScore) {
            return ClusterBootstrap.RESAMPLES;
        }
        double wanted = 2 * FEWEST_BEYOND / (1 - confidence);
        double affordable = MOST_WORK / slices / Math.max(1, slice.samples().length);
        return (int) Math.clamp(Math.min(wanted, affordable), ClusterBootstrap.RESAMPLES, MOST_RESAMPLES);
    }

    /** What was lost at least; a slice without an interval comes behind all others. */
    private static double shown(MetricResult result) {
        return result.loss() == null ? Double.NEGATIVE_INFINITY : result.loss().low();
    }

    private static double seen(MetricResult result) {
        double loss = AccuracyMetric.ofLabel(result.metric())
                .orElseThrow()
                .loss(known(result.baseline()), known(result.variant()));
        return Double.isNaN(loss) ? Double.NEGATIVE_INFINITY : loss;
    }

    private static double known(Double value) {
        return value == null ? Double.NaN : value;
    }
}
