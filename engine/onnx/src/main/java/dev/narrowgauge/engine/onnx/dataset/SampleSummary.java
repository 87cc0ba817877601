package dev.narrowgauge.engine.onnx.dataset;

import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.util.List;
import java.util.LongSummaryStatistics;

/**
 * What a dataset is, known after one pass over it.
 *
 * @param tensors the inputs, without labels; in an {@code .npz} the first dimension counts the samples
 * @param minLabel smallest label; 0 without labels
 * @param sampleDigests sorted: of each sample the first eight bytes, big-endian, of the SHA-256 over its input bytes in
 *     order of input name. Two sets that share a digest share a sample
 */
public record SampleSummary(
        List<ValueInfo> tensors,
        long samples,
        boolean hasLabels,
        long minLabel,
        long maxLabel,
        List<Long> sampleDigests) {
    public SampleSummary {
        tensors = List.copyOf(tensors);
        sampleDigests = List.copyOf(sampleDigests);
    }

    /** @param labels of every sample; none without labels */
    static SampleSummary of(SampleSet dataset, LongSummaryStatistics labels, SampleDigests digests) {
        return new SampleSummary(
                dataset.arrays(),
                dataset.samples(),
                dataset.hasLabels(),
                dataset.hasLabels() ? labels.getMin() : 0,
                dataset.hasLabels() ? labels.getMax() : 0,
                digests.sorted());
    }
}
