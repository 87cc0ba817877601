package dev.narrowgauge.engine.runtime.evaluate;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.List;
import java.util.Set;

/**
 * Counts which answers of a baseline and a variant are right. An answer is the index of the largest value along the last
 * axis of an output, the first one of equals, or a whole number itself; an output may hold several answers for each
 * sample.
 */
final class Comparison {
    private static final Set<OnnxJavaType> SCORES =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

    private long samples;
    private long labelledAnswers;
    private long baselineCorrect;
    private long variantCorrect;
    private long onlyVariantCorrect;
    private long onlyBaselineCorrect;
    private long flips;

    /** Of which the labels are sequences, which are not compared step by step. */
    void addSequences(Batch batch) {
        samples += batch.size();
    }

    /** @param fed number of samples in the tensors; those beyond {@code batch.size()} are padding */
    void add(Batch batch, int fed, TensorData baseline, TensorData variant) {
        samples += batch.size();
        if (batch.labels().isEmpty()) {
            return;
        }
        int classes = classes(baseline, fed);
        int count = baseline.elements() / classes / fed * batch.size();
        if (batch.labels().size() != count) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "The dataset has " + batch.labels().size() + " labels for " + batch.size()
                            + " samples, but the model's first output gives " + count
                            + " answers for them; the numbers must be equal.");
        }
        if (!baseline.dims().equals(variant.dims())) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_INVALID,
                    "The first output of the baseline has shape " + baseline.dims() + ", that of the variant "
                            + variant.dims() + "; they must be equal to hold them against labels.");
        }
        for (int i = 0; i < count; i++) {
            // A step without a label.
            if (batch.labels().get(i) < 0 && hasScores(baseline)) {
                continue;
            }
            judge(batch.labels().get(i), answer(baseline, i, classes), answer(variant, i, classes));
        }
    }

    /** @param outputs how far each output is from the baseline's; empty without a variant */
    PairedResult result(List<OutputAgreement> outputs) {
        boolean labelled = labelledAnswers > 0;
        long changed = outputs.isEmpty() ? 0 : outputs.getFirst().changedAnswers();
        return new PairedResult(
                samples,
                labelled ? labelledAnswers : samples,
                labelled,
                baselineCorrect,
                variantCorrect,
                onlyVariantCorrect,
                onlyBaselineCorrect,
                labelled ? flips : changed,
                outputs);
    }

    /** Whether answers are read from scores of classes, rather than being whole numbers themselves. */
    static boolean hasScores(TensorData output) {
        return SCORES.contains(output.type());
    }

    /** Of each answer: 1 where the output gives answers themselves. */
    static int classes(TensorData output, int fed) {
        return hasScores(output) ? OutputLayout.of(output.dims(), fed, -1).classes() : 1;
    }

    static long answer(TensorData output, int index, int classes) {
        return hasScores(output) ? argmax(output, index * classes, classes) : (long) output.value(index);
    }

    private void judge(long label, long expected, long actual) {
        boolean baselineRight = label == expected;
        boolean variantRight = label == actual;
        labelledAnswers++;
        flips += expected == actual ? 0 : 1;
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
