package dev.narrowgauge.engine.onnx.dataset;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * Some samples of a dataset, in its order.
 *
 * @param indices of those samples, ascending, at least one
 */
record SelectedBoundDataset(BoundDataset whole, long[] indices) implements BoundDataset {
    @Override
    public List<InputSpec> inputs() {
        return whole.inputs();
    }

    @Override
    public long samples() {
        return indices.length;
    }

    @Override
    public boolean hasLabels() {
        return whole.hasLabels();
    }

    @Override
    public SampleTruth truth() {
        return whole.truth().among(indices);
    }

    @Override
    public OptionalInt requiredBatchSize() {
        return whole.requiredBatchSize();
    }

    @Override
    public Map<String, List<Long>> typicalShapes(LongStream among) {
        return whole.typicalShapes(among.map(sample -> indices[(int) sample]));
    }

    @Override
    public Batches batches(int batchSize) {
        return new SelectedBatches(this, batchSize);
    }

    @Override
    public void checkLabels(long classCount) {
        whole.checkLabels(classCount);
    }
}
