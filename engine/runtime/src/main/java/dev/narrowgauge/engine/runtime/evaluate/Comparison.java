package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;

/**
 * Counts how the answers of a baseline and a variant differ. An answer is the index of the largest value along the last
 * axis of an output, the first one of equals; an output may hold several answers for each sample.
 */
final class Comparison {
    private final NoiseRatio noise = new NoiseRatio();
    private long answers;
    private long labelledAnswers;
    private long baselineCorrect;
    private long variantCorrect;
    private long onlyVariantCorrect;
    private long onlyBaselineCorrect;
    private long flips;

    /** @param fed number of samples in the tensors; those beyond {@code batch.size()} are padding */
    void add(Batch batch, int fed, TensorData baseline, TensorData variant) {
        int classes = classes(baseline);
        int answersPerSample = baseline.elements() / classes / fed;
        int count = answersPerSample * batch.size();
        boolean labelled = !batch.labels().isEmpty();
        if (labelled && batch.labels().size() != count) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "The dataset has " + batch.labels().size() + " labels for " + batch.size()
                            + " samples, but the model's first output gives " + count
                            + " answers for them; the numbers must be equal.");
        }
        for (int i = 0; i < count; i++) {
            int expected = argmax(baseline, i * classes, classes);
            int actual = argmax(variant, i * classes, classes);
            flips += expected == actual ? 0 : 1;
            if (labelled) {
                judge(batch.labels().get(i), expected, actual);
            }
        }
        for (int i = 0; i < count * classes; i++) {
            noise.add(baseline.value(i), variant.value(i));
        }
        answers += count;
    }

    PairedResult result() {
        return new PairedResult(
                answers,
                labelledAnswers > 0,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                flips,
                noise.decibel());
    }

    static int classes(TensorData output) {
        return output.dims().isEmpty() ? 1 : Math.toIntExact(output.dims().getLast());
    }

    private void judge(long label, int expected, int actual) {
        boolean baselineRight = label == expected;
        boolean variantRight = label == actual;
        labelledAnswers++;
        baselineCorrect += baselineRight ? 1 : 0;
        variantCorrect += variantRight ? 1 : 0;
        onlyVariantCorrect += variantRight && !baselineRight ? 1 : 0;
        onlyBaselineCorrect += baselineRight && !variantRight ? 1 : 0;
    }

    private static int argmax(TensorData output, int from, int classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (output.value(from + i) > output.value(from + best)) {
                best = i;
            }
        }
        return best;
    }
}
