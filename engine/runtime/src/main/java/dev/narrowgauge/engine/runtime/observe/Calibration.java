package dev.narrowgauge.engine.runtime.observe;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One streaming pass over the calibration samples; memory does not grow with their number. */
public final class Calibration {
    /** Samples in a first run, a number that few dimensions have by chance. */
    private static final int PROBE = 3;

    private Calibration() {}

    /**
     * Gathers the statistics of float tensors. The samples of a batch are told apart, so that the statistics do not depend
     * on its size.
     *
     * @param inParallel whether several tensors may be looked at together, between the runs
     */
    public static CalibrationStatistics run(
            ObservedModel model, Set<String> tensors, BoundDataset data, boolean inParallel, ProgressMeter progress) {
        var statistics = new CalibrationStatistics.Collector();
        progress.begin("calibrate", data.samples());
        // Where the batch is not the outermost dimension only a batch of one is one sample.
        int batchSize = separatesSamples(model, tensors, data) ? model.batchSize(data) : 1;
        try (Batches batches = data.batches(batchSize)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                int fed = data.requiredBatchSize().orElse(batch.size());
                Map<String, TensorData> values = model.run(batch);
                Stream<String> names = inParallel ? tensors.parallelStream() : tensors.stream();
                names.forEach(name -> observe(statistics, name, values.get(name), batch.size(), fed));
                progress.advanceTo(batch.first() + batch.size());
            }
        }
        return statistics.statistics();
    }

    /** As the shapes say; where those are not known beforehand, a run of a few samples tells. */
    private static boolean separatesSamples(ObservedModel model, Set<String> tensors, BoundDataset data) {
        if (model.separatesSamples() || data.requiredBatchSize().isPresent()) {
            return true;
        }
        try (Batches batches = data.batches(PROBE)) {
            Batch batch = batches.next();
            Map<String, TensorData> values = model.run(batch);
            return tensors.stream()
                    .filter(values::containsKey)
                    .map(name -> values.get(name).dims())
                    .allMatch(dims -> !dims.isEmpty() && dims.getFirst() == batch.size());
        }
    }

    /** @param fed samples in the tensor, of which the first {@code real} ones count */
    private static void observe(
            CalibrationStatistics.Collector statistics, String name, TensorData tensor, int real, int fed) {
        if (tensor == null) {
            statistics.observe(name, FloatBuffer.allocate(0));
            return;
        }
        FloatBuffer values = tensor.floats();
        List<Long> dims = tensor.dims();
        if (dims.isEmpty() || dims.getFirst() != fed) {
            statistics.observe(name, values, 1);
            return;
        }
        values.limit(values.limit() / fed * real);
        statistics.observe(name, values, real);
    }
}
