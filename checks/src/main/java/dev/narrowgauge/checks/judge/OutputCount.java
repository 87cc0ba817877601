package dev.narrowgauge.checks.judge;

import dev.narrowgauge.domain.decision.OutputKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Adds up one output, sample by sample. */
final class OutputCount {
    private static final double PERCENTILE = 0.99;

    private final String output;
    private final OutputKind kind;
    private double[] differences = new double[1024];
    private int values;
    private double signal;
    private double noise;
    private double worst = Double.POSITIVE_INFINITY;
    private long samples;
    private long answers;
    private long changed;
    private long labelled;
    private long expectedRight;
    private long actualRight;

    OutputCount(String output, OutputKind kind) {
        this.output = output;
        this.kind = kind;
    }

    /** A variant that gives another number of values has changed all of its answers. */
    void add(OutputValues expected, OutputValues actual, List<Long> labels) {
        samples++;
        double sampleSignal = 0;
        double sampleNoise = expected.dims().equals(actual.dims()) ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.values().length, actual.values().length); i++) {
            double reference = expected.values()[i];
            double difference = reference == actual.values()[i] ? 0 : reference - actual.values()[i];
            sampleSignal += reference * reference;
            sampleNoise += difference * difference;
            keep(Math.abs(difference));
        }
        signal += sampleSignal;
        noise += sampleNoise;
        worst = Math.min(worst, decibel(sampleSignal, sampleNoise));
        compareAnswers(expected, actual, labels);
    }

    private void compareAnswers(OutputValues expected, OutputValues actual, List<Long> labels) {
        if (kind != OutputKind.CLASSES && kind != OutputKind.SEQUENCES) {
            return;
        }
        int[] wanted = answers(expected);
        int[] given = answers(actual);
        if (kind == OutputKind.SEQUENCES) {
            answers++;
            changed += decoded(wanted).equals(decoded(given)) ? 0 : 1;
            return;
        }
        answers += wanted.length;
        for (int i = 0; i < wanted.length; i++) {
            changed += i < given.length && wanted[i] == given[i] ? 0 : 1;
            if (i < labels.size()) {
                labelled++;
                expectedRight += labels.get(i) == wanted[i] ? 1 : 0;
                actualRight += i < given.length && labels.get(i) == given[i] ? 1 : 0;
            }
        }
    }

    OutputJudgement judgement() {
        double[] sorted = Arrays.copyOf(differences, values);
        Arrays.sort(sorted);
        double p99 = values == 0 ? 0 : sorted[(int) Math.ceil(PERCENTILE * values) - 1];
        boolean exact = noise == 0;
        return new OutputJudgement(
                output,
                kind,
                samples,
                answers,
                changed,
                labelled == 0 ? null : Double.valueOf((double) (expectedRight - actualRight) / labelled),
                exact ? null : Double.valueOf(decibel(signal, noise)),
                exact ? null : Double.valueOf(worst),
                p99);
    }

    private void keep(double difference) {
        if (values == differences.length) {
            differences = Arrays.copyOf(differences, 2 * values);
        }
        differences[values++] = difference;
    }

    /** The largest number that JSON has stands for no noise at all. */
    private static double decibel(double signal, double noise) {
        if (noise == 0) {
            return Double.MAX_VALUE;
        }
        double ratio = 10 * Math.log10(signal / noise);
        return Double.isFinite(ratio) ? ratio : -Double.MAX_VALUE;
    }

    private static int[] answers(OutputValues output) {
        double[] values = output.values();
        int classes = Math.toIntExact(output.dims().getLast());
        int[] answers = new int[values.length / classes];
        for (int i = 0; i < answers.length; i++) {
            for (int j = 1; j < classes; j++) {
                if (values[i * classes + j] > values[i * classes + answers[i]]) {
                    answers[i] = j;
                }
            }
        }
        return answers;
    }

    /** What a reader of the steps sees (Graves et al. 2006): repeats once, blanks not at all. */
    private static List<Integer> decoded(int[] steps) {
        List<Integer> read = new ArrayList<>();
        int before = 0;
        for (int step : steps) {
            if (step != 0 && step != before) {
                read.add(step);
            }
            before = step;
        }
        return read;
    }
}
