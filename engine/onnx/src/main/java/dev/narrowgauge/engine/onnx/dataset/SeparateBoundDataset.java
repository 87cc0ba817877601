package dev.narrowgauge.engine.onnx.dataset;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** The samples of a dataset, each fed alone, for a model that tells those of a batch not apart. */
public record SeparateBoundDataset(BoundDataset whole) implements BoundDataset {
    @Override
    public List<InputSpec> inputs() {
        return whole.inputs();
    }

    @Override
    public long samples() {
        return whole.samples();
    }

    @Override
    public boolean hasLabels() {
        return whole.hasLabels();
    }

    @Override
    public SampleTruth truth() {
        return whole.truth();
    }

    @Override
    public OptionalInt requiredBatchSize() {
        return OptionalInt.of(1);
    }

    @Override
    public Map<String, List<Long>> typicalShapes(LongStream among) {
        return whole.typicalShapes(among);
    }

    @Override
    public Batches batches(int batchSize) {
        return whole.batches(1);
    }

    @Override
    public void checkLabels(long classCount) {
        whole.checkLabels(classCount);
    }
}
