package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers against the right ones, of all of which the errors are taken together; correlations only where each sample has a
 * single one. All arrays have an element for each number, sample after sample.
 *
 * @param perSample numbers for each sample
 */
public record ValueAnswers(int perSample, float[] truth, float[] baseline, float[] variant) implements PairedAnswers {
    public ValueAnswers {
        if (perSample < 1
                || truth.length % perSample != 0
                || baseline.length != truth.length
                || variant.length != truth.length) {
            throw new IllegalArgumentException("the answers of baseline and variant are not one for each right number");
        }
    }

    @Override
    public int samples() {
        return truth.length / perSample;
    }

    @Override
    public PairedAnswers against(PairedAnswers others) {
        ValueAnswers other = (ValueAnswers) others;
        PairedAnswers.requireSameTruth(perSample == other.perSample && Arrays.equals(truth, other.truth));
        return new ValueAnswers(perSample, truth, other.variant, variant);
    }

    @Override
    public List<ScorePair> scores() {
        List<ScorePair> scores = new ArrayList<>();
        scores.add(new ScorePair(AccuracyMetric.RMSE, rmse(baseline), rmse(variant)));
        scores.add(new ScorePair(AccuracyMetric.MAE, mae(baseline), mae(variant)));
        if (perSample == 1) {
            scores.add(new ScorePair(AccuracyMetric.PEARSON, pearson(baseline), pearson(variant)));
            scores.add(new ScorePair(
                    AccuracyMetric.SPEARMAN, new RankScore(truth, baseline), new RankScore(truth, variant)));
        }
        return scores;
    }

    private SumScore rmse(float[] answers) {
        return errors(answers, true);
    }

    private SumScore mae(float[] answers) {
        return errors(answers, false);
    }

    private SumScore errors(float[] answers, boolean isSquared) {
        double[] parts = new double[2 * samples()];
        for (int i = 0; i < truth.length; i++) {
            double error = Math.abs((double) answers[i] - truth[i]);
            parts[2 * (i / perSample)] += isSquared ? error * error : error;
            parts[2 * (i / perSample) + 1]++;
        }
        return new SumScore(2, parts, sums -> isSquared ? Math.sqrt(sums[0] / sums[1]) : sums[0] / sums[1]);
    }

    /** From the means on, so that sums of squares stay small beside what varies. */
    private SumScore pearson(float[] answers) {
        double expected = mean(truth);
        double actual = mean(answers);
        double[] parts = new double[Correlation.WIDTH * truth.length];
        double[] sums = new double[Correlation.WIDTH];
        for (int i = 0; i < truth.length; i++) {
            Arrays.fill(sums, 0);
            Correlation.add(sums, 1, truth[i] - expected, answers[i] - actual);
            System.arraycopy(sums, 0, parts, Correlation.WIDTH * i, Correlation.WIDTH);
        }
        return new SumScore(Correlation.WIDTH, parts, Correlation::of);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
