package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one pass of the float model that everything else starts from, over samples that lie evenly in the data. */
final class FloatPass {
    private static final int MOST_SAMPLES = 16;

    /** Of recorded values; there is always room for one batch. */
    private static final long MOST_BYTES = 256L << 20;

    private FloatPass() {}

    /**
     * @param most samples to look at
     * @param arena whose memory the values lie in
     */
    static FloatValues record(ObservedModel model, BoundDataset data, int most, Arena arena) {
        int samples = Math.clamp(most, 1, MOST_SAMPLES);
        // How large a batch may be takes a run to find out.
        int size =
                data.requiredBatchSize().orElseGet(() -> samples == 1 ? 1 : Math.min(model.batchSize(data), samples));
        // A last batch that is smaller would be the only one of its shape.
        long available = Math.max(1, data.samples() / size);
        long wanted = Math.clamp(samples / size, 1, available);
        List<Map<String, TensorData>> recorded = new ArrayList<>();
        try (Batches batches = data.batches(size)) {
            for (long index = 0, next = 0; recorded.size() < wanted; index++) {
                Batch batch = batches.next();
                if (index < next) {
                    continue;
                }
                recorded.add(FloatValues.copy(model.run(batch), arena));
                wanted = Math.clamp(MOST_BYTES / Math.max(1, FloatValues.bytes(recorded.getFirst())), 1, wanted);
                next = recorded.size() * available / wanted;
            }
        }
        return new FloatValues(recorded, recorded.size() * size);
    }
}
