package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;

/** How many samples are run together. */
final class BatchSize {
    /** Large enough to occupy all cores, small enough that activations stay in the caches. */
    private static final int MOST = 16;

    /** Of the inputs: a batch of large ones takes many times as much in every layer. */
    private static final long MOST_BYTES = 4L << 20;

    private BatchSize() {}

    static int of(BoundDataset data) {
        try (Batches batches = data.batches(1)) {
            long bytes = batches.next().tensors().stream()
                    .mapToLong(tensor -> tensor.data().limit())
                    .sum();
            return (int) Math.clamp(MOST_BYTES / Math.max(1, bytes), 1, MOST);
        }
    }
}
