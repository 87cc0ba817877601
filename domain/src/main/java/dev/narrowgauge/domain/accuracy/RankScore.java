package dev.narrowgauge.domain.accuracy;

import java.util.stream.IntStream;

/** Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of theirs. */
final class RankScore implements Score {
    private final float[] truth;
    private final float[] answers;
    private final int[] orderOfTruth;
    private final int[] orderOfAnswers;

    /** @param truth one for each sample, as {@code answers} */
    RankScore(float[] truth, float[] answers) {
        this.truth = truth.clone();
        this.answers = answers.clone();
        this.orderOfTruth = order(truth);
        this.orderOfAnswers = order(answers);
    }

    private static int[] order(float[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((one, other) -> Float.compare(values[one], values[other]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public int samples() {
        return truth.length;
    }

    @Override
    public double of(int[] counts) {
        double[] expected = ranks(truth, orderOfTruth, counts);
        double[] actual = ranks(answers, orderOfAnswers, counts);
        double[] sums = new double[Correlation.WIDTH];
        for (int i = 0; i < truth.length; i++) {
            Correlation.add(sums, counts[i], expected[i], actual[i]);
        }
        return Correlation.of(sums);
    }

    /** From the middle rank on, so that their squares stay small. */
    private static double[] ranks(float[] values, int[] order, int[] counts) {
        long all = 0;
        for (int count : counts) {
            all += count;
        }
        double[] ranks = new double[values.length];
        double before = -all / 2.0;
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            long equal = counts[order[from]];
            // Of 0 and -0 neither is the larger one.
            while (to < order.length && values[order[to]] == values[order[from]]) {
                equal += counts[order[to++]];
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = before + equal / 2.0;
            }
            before += equal;
            from = to;
        }
        return ranks;
    }

    @Override
    public boolean isSame(int sample, Score other) {
        return other instanceof RankScore rank && answers[sample] == rank.answers[sample];
    }
}
