package dev.narrowgauge.domain.accuracy;

import dev.narrowgauge.domain.accuracy.F1Score.Average;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
    private static final int ALL = -1;

    /** Each draw counts all of them anew. */
    private static final int MOST_OF_F1 = 1 << 20;

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
    public PairedAnswers against(PairedAnswers others) {
        ClassAnswers other = (ClassAnswers) others;
        PairedAnswers.requireSameTruth(perSample == other.perSample && Arrays.equals(labels, other.labels));
        boolean ranked = variantRanks.length > 0 && other.variantRanks.length > 0;
        return new ClassAnswers(
                perSample,
                labels,
                other.variant,
                ranked ? other.variantRanks : new int[0],
                variant,
                ranked ? variantRanks : new int[0]);
    }

    @Override
    public List<ScorePair> scores() {
        List<ScorePair> scores = new ArrayList<>();
        scores.add(new ScorePair(
                perSample == 1 ? AccuracyMetric.TOP1 : AccuracyMetric.TOKEN_ACCURACY,
                right(baseline, ALL, everySample()),
                right(variant, ALL, everySample())));
        if (perSample == 1 && hasMoreThanFiveClasses()) {
            scores.add(new ScorePair(AccuracyMetric.TOP5, amongFive(baselineRanks), amongFive(variantRanks)));
        }
        if (labels.length <= MOST_OF_F1) {
            scores.add(f1(AccuracyMetric.F1_MACRO, Average.MACRO));
            scores.add(f1(AccuracyMetric.F1_MICRO, Average.MICRO));
            scores.add(f1(AccuracyMetric.F1_WEIGHTED, Average.WEIGHTED));
        }
        return scores;
    }

    @Override
    public List<Slice> classes() {
        SortedMap<Integer, IntStream.Builder> samples = new TreeMap<>();
        for (int sample = 0; sample < samples(); sample++) {
            int here = sample;
            Arrays.stream(labels, perSample * sample, perSample * (sample + 1))
                    .filter(label -> label >= 0)
                    .distinct()
                    .forEach(label -> samples.computeIfAbsent(label, _ -> IntStream.builder())
                            .add(here));
        }
        List<Slice> classes = new ArrayList<>();
        samples.forEach(
                (label, members) -> classes.add(slice(label, members.build().toArray())));
        return classes;
    }

    private Slice slice(int label, int[] members) {
        var pair = new ScorePair(
                AccuracyMetric.RECALL,
                "class " + label,
                right(baseline, label, members),
                right(variant, label, members));
        return new Slice(pair, members);
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

    private int[] everySample() {
        return IntStream.range(0, samples()).toArray();
    }

    /**
     * @param only of the answers with this label, or {@link #ALL}
     * @param members samples that are counted
     */
    private RatioScore right(int[] answers, int only, int[] members) {
        int[] right = new int[members.length];
        int[] all = new int[members.length];
        for (int member = 0; member < members.length; member++) {
            for (int i = perSample * members[member]; i < perSample * (members[member] + 1); i++) {
                if (labels[i] >= 0 && (only == ALL || labels[i] == only)) {
                    all[member]++;
                    right[member] += answers[i] == labels[i] ? 1 : 0;
                }
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
