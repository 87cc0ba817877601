package dev.narrowgauge.engine.onnx.dataset;

import java.util.List;

/**
 * Consecutive samples as tensors. Where the model's batch size is fixed the last batch repeats its last sample up to
 * that size; only the first {@code size} samples are real.
 *
 * @param first index of the first sample
 * @param size number of samples
 * @param labels the labels of these samples in order, one or more for each; none if the set has none
 */
public record Batch(long first, int size, List<BatchTensor> tensors, List<Long> labels) {
    public Batch {
        tensors = List.copyOf(tensors);
        labels = List.copyOf(labels);
    }
}
