package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.PairedAnswers;
import dev.narrowgauge.domain.accuracy.ValueAnswers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.SampleTruth;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.Optional;

/** Numbers that both models give, beside the right ones. */
final class ValueColumns {
    private final SampleTruth truth;
    private final FloatColumn right = new FloatColumn();
    private final FloatColumn baseline = new FloatColumn();
    private final FloatColumn variant = new FloatColumn();

    ValueColumns(SampleTruth truth) {
        this.truth = truth;
    }

    /**
     * Fails with DATASET_SHAPE_MISMATCH where there are more or fewer right numbers than the output has.
     *
     * @param sample place in the dataset
     * @param place place in the tensors
     */
    void add(long sample, int place, OutputLayout layout, TensorData expected, TensorData actual) {
        int each = truth.targetsPerSample();
        if (layout.size() != each) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "The dataset has %d right numbers in 'targets' for each sample, but the model's first output gives %d; they must be as many."
                            .formatted(each, layout.size()));
        }
        for (int i = 0; i < each; i++) {
            right.add(truth.targets()[Math.toIntExact(sample * each) + i]);
            baseline.add(expected.value(layout.index(place, i)));
            variant.add(actual.value(layout.index(place, i)));
        }
    }

    Optional<PairedAnswers> answers() {
        return right.size() == 0
                ? Optional.empty()
                : Optional.of(new ValueAnswers(
                        truth.targetsPerSample(), right.toArray(), baseline.toArray(), variant.toArray()));
    }
}
