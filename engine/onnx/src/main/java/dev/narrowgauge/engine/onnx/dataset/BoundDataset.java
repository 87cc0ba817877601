package dev.narrowgauge.engine.onnx.dataset;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** A dataset whose arrays are known to fit the inputs of one model. Usable as long as the dataset is open. */
public sealed interface BoundDataset
        permits FilesBoundDataset, NpzBoundDataset, SelectedBoundDataset, SeparateBoundDataset, TestSetBoundDataset {
    /** In the order in which they were bound, which is the order of the tensors of a batch. */
    List<InputSpec> inputs();

    long samples();

    boolean hasLabels();

    /** What else is known of the samples. */
    default SampleTruth truth() {
        return SampleTruth.NONE;
    }

    /**
     * The only batch size that can be fed: 1 where inputs are whole, the model's own where its first dimension is fixed.
     */
    OptionalInt requiredBatchSize();

    /** The shape of each input, fed alone, in a sample of middle size; where all have one shape, that. */
    default Map<String, List<Long>> typicalShapes() {
        return typicalShapes(LongStream.range(0, samples()));
    }

    /**
     * The same of some of the samples.
     *
     * @param among indices of those, at least one
     */
    Map<String, List<Long>> typicalShapes(LongStream among);

    /**
     * A new pass over all samples, in order. A required batch size, or a batch too large for one buffer, overrides the
     * size asked for.
     */
    Batches batches(int batchSize);

    /**
     * Fails with DATASET_LABEL_OUT_OF_RANGE on a label outside 0 .. classCount - 1; without labels there is none. Where a sample
     * has several, a negative one leaves its answer out.
     */
    void checkLabels(long classCount);
}
