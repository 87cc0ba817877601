package dev.narrowgauge.engine.runtime.observe;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** One streaming pass over the calibration samples; memory does not grow with their number. */
public final class Calibration {
    private Calibration() {}

    /** Sees every value that calibration produces; what it keeps of them is its own affair. */
    @FunctionalInterface
    public interface TensorObserver {
        void observe(String tensor, FloatBuffer values);
    }

    public static void run(
            ObservedModel model,
            Set<String> tensors,
            BoundDataset data,
            TensorObserver observer,
            ProgressMeter progress) {
        progress.begin("calibrate", data.samples());
        try (Batches batches = data.batches(model.batchSize())) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                Map<String, TensorData> values = model.run(batch);
                tensors.forEach(
                        tensor -> observer.observe(tensor, values.get(tensor).floats()));
                progress.advanceTo(batch.first() + batch.size());
            }
        }
    }
}
