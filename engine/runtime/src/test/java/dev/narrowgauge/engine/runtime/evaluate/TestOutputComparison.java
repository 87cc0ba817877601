package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TestOutputComparison {
    private static final int PER_SAMPLE = 3 * 5;

    /** Sums over all values in one go, with a sort for the percentile. */
    @RepeatedTest(20)
    void agreesWithPlainSums() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int samples = 1 + random.nextInt(300);
        double[] expected = random.doubles(samples * PER_SAMPLE, -3, 3)
                .map(value -> (float) value)
                .toArray();
        double[] actual = Arrays.stream(expected)
                .map(value -> (float) (value + 0.1 * random.nextGaussian()))
                .toArray();
        boolean timeFirst = random.nextBoolean();
        OutputAgreement agreement = compare(expected, actual, samples, timeFirst);
        String at = "seed " + seed;
        assertThat(agreement.samples()).as(at).isEqualTo(samples);
        assertThat(agreement.sqnrDb()).as(at).isCloseTo(decibel(expected, actual, 0, expected.length), within(1e-9));
        double worst = Double.POSITIVE_INFINITY;
        for (int from = 0; from < expected.length; from += PER_SAMPLE) {
            worst = Math.min(worst, decibel(expected, actual, from, from + PER_SAMPLE));
        }
        assertThat(agreement.worstSampleSqnrDb()).as(at).isCloseTo(worst, within(1e-9));
        double[] differences = new double[expected.length];
        Arrays.setAll(differences, i -> Math.abs(expected[i] - actual[i]));
        Arrays.sort(differences);
        double percentile = differences[(int) Math.ceil(0.99 * differences.length) - 1];
        assertThat(agreement.differenceP99()).as(at).isBetween(percentile * (1 - 1e-6), percentile * (1 + 1 / 256.0));
    }

    /** In batches of a fixed size, the last one filled up with a sample that must not count. */
    private static OutputAgreement compare(double[] expected, double[] actual, int samples, boolean timeFirst) {
        int batch = 7;
        var output = new OutputComparison(OutputFixture.slot("y", OnnxJavaType.FLOAT, 3), timeFirst ? 1 : 0);
        for (int first = 0; first < samples; first += batch) {
            int real = Math.min(batch, samples - first);
            long[] dims = timeFirst ? new long[] {3, batch, 5} : new long[] {batch, 3, 5};
            output.add(
                    OutputFixture.tensor(batch(expected, first, real, batch, timeFirst), dims),
                    OutputFixture.tensor(batch(actual, first, real, batch, timeFirst), dims),
                    real,
                    batch);
        }
        return output.agreement(OutputKind.VALUES, false);
    }

    private static double[] batch(double[] values, int first, int real, int batch, boolean timeFirst) {
        double[] tensor = new double[batch * PER_SAMPLE];
        Arrays.fill(tensor, values.length % 2 == 0 ? 77 : -1e9);
        for (int sample = 0; sample < real; sample++) {
            for (int i = 0; i < PER_SAMPLE; i++) {
                int place = timeFirst ? (i / 5 * batch + sample) * 5 + i % 5 : sample * PER_SAMPLE + i;
                tensor[place] = values[(first + sample) * PER_SAMPLE + i];
            }
        }
        return tensor;
    }

    private static double decibel(double[] expected, double[] actual, int from, int to) {
        double signal = 0;
        double noise = 0;
        for (int i = from; i < to; i++) {
            signal += expected[i] * expected[i];
            noise += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        }
        return 10 * Math.log10(signal / noise);
    }

    @Test
    void countsAnswersAndSamplesApart() {
        double[] before = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0};
        double[] after = {1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0};
        OutputAgreement agreement =
                OutputFixture.seen("y", before, after, 2, 3, 2).agreement(OutputKind.CLASSES, false);
        assertThat(agreement.answers()).isEqualTo(6);
        assertThat(agreement.changedAnswers()).isEqualTo(2);
        assertThat(agreement.samples()).isEqualTo(2);
        assertThat(agreement.changedSamples()).isEqualTo(1);
    }

    @Test
    void knowsWhereOnlyTheVariantHasNoNumber() {
        double[] before = {1, 2, 3, Double.NaN, Double.NEGATIVE_INFINITY};
        double[] same = before.clone();
        assertThat(OutputFixture.seen("y", before, same, 1, 5)
                        .agreement(OutputKind.VALUES, false)
                        .sqnrDb())
                .isNull();
        double[] broken = {1, Double.NaN, 3, Double.NaN, Double.NEGATIVE_INFINITY};
        OutputAgreement agreement =
                OutputFixture.seen("y", before, broken, 1, 5).agreement(OutputKind.CLASSES, false);
        assertThat(agreement.finite()).isFalse();
        assertThat(agreement.destroyed()).isTrue();
    }

    @Test
    void takesNoRatioOfASampleWithoutSignal() {
        double[] before = {0, 0, 10, 10};
        double[] after = {0.001, 0, 10.1, 10};
        OutputAgreement agreement = OutputFixture.seen("y", before, after, 2, 2).agreement(OutputKind.VALUES, false);
        assertThat(agreement.worstSampleSqnrDb()).isCloseTo(43.01, within(0.01));
    }

    @Test
    void hasNothingToCompareWhereTheNumberOfValuesFollowsFromThem() {
        var output = new OutputComparison(OutputFixture.slot("boxes", OnnxJavaType.FLOAT, 2), -1);
        double[] three = {1, 2, 3, 4, 5, 6};
        output.add(OutputFixture.tensor(three, 3, 2), OutputFixture.tensor(new double[] {1, 2}, 1, 2), 1, 1);
        assertThat(output.agreement(OutputKind.VALUES, false).sqnrDb()).isCloseTo(0.0, within(1e-9));
    }
}
