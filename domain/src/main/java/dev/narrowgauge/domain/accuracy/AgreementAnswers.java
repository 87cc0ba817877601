package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a variant's output is from its baseline's, sample by sample, where nobody says what is right.
 *
 * @param output its name
 * @param answers classes of each sample; empty where the output gives none
 * @param changed of those, how many differ
 * @param signal power of the baseline's output, the sum of its squares
 * @param noise power of the difference; infinite where the variant has no finite number and the baseline has one
 * @param cosine between the two outputs, in [-1, 1]
 */
public record AgreementAnswers(
        String output, int[] answers, int[] changed, float[] signal, float[] noise, float[] cosine)
        implements PairedAnswers {
    public AgreementAnswers {
        if (changed.length != answers.length
                || noise.length != signal.length
                || cosine.length != signal.length
                || answers.length != 0 && answers.length != signal.length) {
            throw new IllegalArgumentException(
                    "what was compared of output %s is not of the same samples".formatted(output));
        }
    }

    @Override
    public int samples() {
        return signal.length;
    }

    @Override
    public PairedAnswers against(PairedAnswers others) {
        throw new IllegalArgumentException("the outputs themselves were not kept");
    }

    @Override
    public List<ScorePair> scores() {
        List<ScorePair> scores = new ArrayList<>();
        if (answers.length > 0) {
            int[] same = new int[answers.length];
            for (int i = 0; i < same.length; i++) {
                same[i] = answers[i] - changed[i];
            }
            scores.add(new ScorePair(
                    AccuracyMetric.AGREEMENT, new RatioScore(answers, answers), new RatioScore(same, answers)));
        }
        scores.add(new ScorePair(AccuracyMetric.COSINE, mean(ones()), mean(cosine)));
        scores.add(new ScorePair(AccuracyMetric.SQNR, sqnr(new float[noise.length]), sqnr(noise)));
        return scores;
    }

    private float[] ones() {
        float[] ones = new float[samples()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static SumScore mean(float[] values) {
        double[] parts = new double[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            parts[2 * i] = values[i];
            parts[2 * i + 1] = 1;
        }
        return new SumScore(2, parts, sums -> sums[0] / sums[1]);
    }

    private SumScore sqnr(float[] noises) {
        double[] parts = new double[2 * noises.length];
        for (int i = 0; i < noises.length; i++) {
            parts[2 * i] = signal[i];
            parts[2 * i + 1] = noises[i];
        }
        return new SumScore(2, parts, sums -> 10 * Math.log10(sums[0] / sums[1]));
    }
}
