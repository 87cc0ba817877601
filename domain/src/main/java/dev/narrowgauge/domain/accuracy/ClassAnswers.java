package dev.narrowgauge.domain.accuracy;

import dev.narrowgauge.domain.accuracy.F1Score.Average;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Classes against labels. All arrays have an element for each answer, sample after sample.
 *
 * @param perSample answers for each sample
 * @param labels a negative one leaves its answer out
 * @param baseline class that it answers
 * @param baselineRanks how many classes it puts before the label; empty where the answers are whole numbers without scores
 * @param variantRanks likewise
 */
public record ClassAnswers(
        int perSample, int[] labels, int[] baseline, int[] baselineRanks, int[] variant, int[] variantRanks)
        implements PairedAnswers {
    private static final int FIVE = 5;

    public ClassAnswers {
        if (perSample < 1
                || labels.length % perSample != 0
                || baseline.length != labels.length
                || variant.length != labels.length
                || baselineRanks.length != variantRanks.length
                || baselineRanks.length != 0 && baselineRanks.length != labels.length) {
            throw new IllegalArgumentException("the answers of baseline and variant are not one for each label");
        }
    }

    @Override
    public int samples() {
        return labels.length / perSample;
    }

    @Override
    public List<ScorePair> scores() {
        List<ScorePair> scores = new ArrayList<>();
        scores.add(new ScorePair(
                perSample == 1 ? AccuracyMetric.TOP1 : AccuracyMetric.TOKEN_ACCURACY,
                right(baseline, Integer.MIN_VALUE),
                right(variant, Integer.MIN_VALUE)));
        if (perSample == 1 && hasMoreThanFiveClasses()) {
            scores.add(new ScorePair(AccuracyMetric.TOP5, amongFive(baselineRanks), amongFive(variantRanks)));
        }
        scores.add(f1(AccuracyMetric.F1_MACRO, Average.MACRO));
        scores.add(f1(AccuracyMetric.F1_MICRO, Average.MICRO));
        scores.add(f1(AccuracyMetric.F1_WEIGHTED, Average.WEIGHTED));
        return scores;
    }

    @Override
    public List<ScorePair> classes() {
        return Arrays.stream(labels)
                .filter(label -> label >= 0)
                .distinct()
                .sorted()
                .mapToObj(label -> new ScorePair(
                        AccuracyMetric.RECALL, "class " + label, right(baseline, label), right(variant, label)))
                .toList();
    }

    private boolean hasMoreThanFiveClasses() {
        return baselineRanks.length > 0 && Math.max(max(labels), Math.max(max(baseline), max(baselineRanks))) >= FIVE;
    }

    private static int max(int[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private ScorePair f1(AccuracyMetric metric, Average average) {
        return new ScorePair(
                metric,
                new F1Score(average, perSample, labels, baseline),
                new F1Score(average, perSample, labels, variant));
    }

    /** @param only of the answers with this label; any negative number takes all */
    private RatioScore right(int[] answers, int only) {
        int[] right = new int[samples()];
        int[] all = new int[samples()];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && (only < 0 || labels[i] == only)) {
                all[i / perSample]++;
                right[i / perSample] += answers[i] == labels[i] ? 1 : 0;
            }
        }
        return new RatioScore(right, all);
    }

    private RatioScore amongFive(int[] ranks) {
        int[] right = new int[ranks.length];
        int[] all = new int[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            all[i] = labels[i] >= 0 ? 1 : 0;
            right[i] = labels[i] >= 0 && ranks[i] < FIVE ? 1 : 0;
        }
        return new RatioScore(right, all);
    }
}
