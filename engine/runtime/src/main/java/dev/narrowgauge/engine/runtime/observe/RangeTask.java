package dev.narrowgauge.engine.runtime.observe;

import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.proto.engine.CheckRanges;
import dev.narrowgauge.proto.engine.RangesChecked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a quantized model and counts, for each activation that it quantizes by a range of its own, the values that lie outside
 * of that range. What is counted is what the quantized model itself computes, so that it needs neither the original nor the
 * statistics of the calibration.
 */
public final class RangeTask {
    private static final String OBSERVED = "ranges.onnx";

    private RangeTask() {}

    public static RangesChecked check(CheckRanges request, OnnxRuntime runtime, ProgressMeter progress)
            throws IOException {
        progress.begin("load", 0);
        var source = new SampleSource(request.getDatasetPath(), request.getDatasetSettingsJson());
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            OnnxModel model = OnnxModelReader.read(Path.of(request.getModelPath()), work.path());
            try (SampleSet dataset = source.open(model)) {
                BoundDataset data = dataset.bind(model.describe().inputs().stream()
                        .map(input -> InputSpec.of(input).fedFrom(dataset))
                        .toList());
                return check(model.inlined(), data, runtime, work, progress);
            }
        }
    }

    private static RangesChecked check(
            OnnxModel model, BoundDataset data, OnnxRuntime runtime, TaskDirectory work, ProgressMeter progress) {
        QuantizedRange.Found found = QuantizedRange.of(Graph.of(model.proto().getGraph()));
        List<RangeCount> counts = found.ranges().stream().map(RangeCount::new).toList();
        RangesChecked.Builder checked = RangesChecked.newBuilder().setUnseen(found.unseen());
        if (counts.isEmpty()) {
            return checked.setSamples(data.samples()).build();
        }
        Set<String> tensors =
                found.ranges().stream().map(QuantizedRange::tensor).collect(Collectors.toSet());
        try (ObservedModel observed =
                ObservedModel.open(runtime, model.proto(), tensors, Optimization.EXTENDED, work, OBSERVED)) {
            checked.setSamples(run(observed, data, counts, progress));
        }
        counts.forEach(count -> checked.addRanges(count.message()));
        return checked.build();
    }

    private static long run(ObservedModel model, BoundDataset data, List<RangeCount> counts, ProgressMeter progress) {
        progress.begin("observe", data.samples());
        int fed = data.requiredBatchSize().orElse(1);
        long samples = 0;
        try (Batches batches = data.batches(1)) {
            while (batches.hasNext()) {
                Map<String, TensorData> values = model.run(batches.next());
                for (RangeCount count : counts) {
                    TensorData tensor = values.get(count.tensor());
                    if (tensor != null) {
                        count.add(tensor, fed);
                    }
                }
                samples++;
                progress.advanceTo(samples);
            }
        }
        return samples;
    }
}
