package dev.narrowgauge.engine.runtime.evaluate;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.SeparateBoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Models whose answer to a sample depends on the other samples of its batch: a sample alone is answered otherwise than the
 * same one among others. What a user gets, who runs one at a time, only single samples tell of such a model.
 */
public final class BatchDependence {
    private static final int MOST_SAMPLES = 4;

    /** Float kernels that add up in another order stay above 100; sums in integers with a range of the whole batch do not. */
    private static final double LEAST_DECIBEL = 60;

    private BatchDependence() {}

    /** Whether there is reason to look, as far as the graph tells. */
    private static boolean isPossible(OnnxModel model, BoundDataset data) {
        return data.requiredBatchSize().isEmpty() && data.samples() > 1 && BatchMixing.isPossible(model.proto());
    }

    /** The same samples, each fed alone where the model's answers depend on the batch. */
    public static BoundDataset fitted(OnnxModel model, ModelSession session, BoundDataset data) {
        return isPossible(model, data) && shows(session, data) ? new SeparateBoundDataset(data) : data;
    }

    /** Whether a model that is not loaded is one; without samples nothing shows. */
    public static boolean shows(OnnxModel model, Path file, Optional<BoundDataset> data, OnnxRuntime runtime) {
        if (data.isEmpty() || !isPossible(model, data.get())) {
            return false;
        }
        try (ModelSession session = runtime.open(file, Optimization.FULL)) {
            return shows(session, data.get());
        }
    }

    /** Whether the answers to the first samples together are others than to each alone. */
    private static boolean shows(ModelSession session, BoundDataset data) {
        int most = Math.min(MOST_SAMPLES, BatchSize.of(data));
        // Samples so large that each is run alone in any case.
        if (most == 1) {
            return false;
        }
        Map<String, TensorData> together = new HashMap<>();
        int size;
        try (Batches batches = data.batches(most);
                var feed = new BatchFeed(session);
                var run = BoundRun.ofAll(session)) {
            Batch batch = batches.next();
            size = batch.size();
            feed.take(batch);
            run.run(feed).forEach((name, value) -> together.put(name, value.copied()));
        }
        BatchAxis axis = BatchAxis.of(session);
        try (Batches batches = data.batches(1);
                var feed = new BatchFeed(session);
                var run = BoundRun.ofAll(session)) {
            for (int sample = 0; sample < size; sample++) {
                feed.take(batches.next());
                Map<String, TensorData> alone = run.run(feed);
                for (TensorSlot output : session.outputs()) {
                    TensorData value = alone.get(output.name());
                    OutputLayout layout = layout(together.get(output.name()), size, value, axis.in(output));
                    if (isNumber(value) && !isSame(layout, together.get(output.name()), sample, value)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isNumber(TensorData output) {
        return output.type() != OnnxJavaType.STRING && output.type() != OnnxJavaType.UNKNOWN;
    }

    /** What has the same shape for one sample as for several, as a table of anchors, has no samples in it. */
    private static OutputLayout layout(TensorData together, int fed, TensorData alone, int namedAxis) {
        return together.dims().equals(alone.dims())
                ? new OutputLayout(1, 1, alone.elements(), alone.dims())
                : OutputLayout.of(together.dims(), fed, namedAxis);
    }

    private static boolean isSame(OutputLayout layout, TensorData together, int sample, TensorData alone) {
        if (layout.size() != alone.elements()) {
            return false;
        }
        int place = layout.samples() == 1 ? 0 : sample;
        var noise = new NoiseRatio();
        for (int i = 0; i < layout.size(); i++) {
            noise.add(alone.value(i), together.value(layout.index(place, i)));
        }
        return noise.decibel() >= LEAST_DECIBEL;
    }
}
