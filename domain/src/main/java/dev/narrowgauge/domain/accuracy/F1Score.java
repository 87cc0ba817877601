package dev.narrowgauge.domain.accuracy;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * F1 as scikit-learn's {@code f1_score} defines it: of a class {@code 2 right / (answered + labelled)}, over the classes that
 * occur among labels or answers.
 */
final class F1Score implements Score {
    /** How the classes come together. */
    enum Average {
        /** Their mean. */
        MACRO,
        /** Of the counts of all classes added up. */
        MICRO,
        /** Their mean by how often each is a label. */
        WEIGHTED
    }

    private final Average average;
    private final int perSample;
    private final int classes;
    /** Place among the sorted classes; -1 where the label is left out. */
    private final int[] labels;

    private final int[] answers;
    private final int[] given;

    /**
     * @param perSample answers for each sample
     * @param labels one for each answer; negative ones are left out
     */
    F1Score(Average average, int perSample, int[] labels, int[] answers) {
        this.average = average;
        this.perSample = perSample;
        int[] known = IntStream.concat(Arrays.stream(labels), Arrays.stream(answers))
                .distinct()
                .sorted()
                .toArray();
        this.given = answers.clone();
        this.classes = known.length;
        this.labels = Arrays.stream(labels)
                .map(label -> label < 0 ? -1 : Arrays.binarySearch(known, label))
                .toArray();
        this.answers = Arrays.stream(answers)
                .map(answer -> Arrays.binarySearch(known, answer))
                .toArray();
    }

    @Override
    public int samples() {
        return labels.length / perSample;
    }

    @Override
    public double of(int[] counts) {
        long[] right = new long[classes];
        long[] answered = new long[classes];
        long[] labelled = new long[classes];
        for (int i = 0; i < labels.length; i++) {
            int count = counts[i / perSample];
            if (labels[i] < 0 || count == 0) {
                continue;
            }
            labelled[labels[i]] += count;
            answered[answers[i]] += count;
            right[labels[i]] += labels[i] == answers[i] ? count : 0;
        }
        return switch (average) {
            case MICRO ->
                f1(
                        Arrays.stream(right).sum(),
                        Arrays.stream(answered).sum(),
                        Arrays.stream(labelled).sum());
            case MACRO -> mean(right, answered, labelled, false);
            case WEIGHTED -> mean(right, answered, labelled, true);
        };
    }

    private double mean(long[] right, long[] answered, long[] labelled, boolean isWeighted) {
        double sum = 0;
        long weights = 0;
        for (int i = 0; i < classes; i++) {
            if (answered[i] + labelled[i] == 0) {
                continue;
            }
            long weight = isWeighted ? labelled[i] : 1;
            sum += weight * f1(right[i], answered[i], labelled[i]);
            weights += weight;
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    private static double f1(long right, long answered, long labelled) {
        return answered + labelled == 0 ? Double.NaN : 2.0 * right / (answered + labelled);
    }

    @Override
    public boolean isSame(int sample, Score other) {
        if (!(other instanceof F1Score f1)) {
            return false;
        }
        for (int i = sample * perSample; i < (sample + 1) * perSample; i++) {
            if (labels[i] >= 0 && given[i] != f1.given[i]) {
                return false;
            }
        }
        return true;
    }
}
