package dev.narrowgauge.engine.runtime.determinism;

import dev.narrowgauge.domain.determinism.DeterminismCheck;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.determinism.RunSettings;
import dev.narrowgauge.domain.determinism.RunSettings.Rewriting;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.DeterminismChecked;
import java.io.IOException;
import java.nio.file.Path;

/** Holds one model against itself, run again and run otherwise. */
public final class DeterminismTask {
    private static final int STANDARD_SAMPLES = 32;

    private DeterminismTask() {}

    public static DeterminismChecked check(CheckDeterminism request, OnnxRuntime runtime, ProgressMeter progress)
            throws IOException {
        var source = new SampleSource(request.getDatasetPath(), request.getDatasetSettingsJson());
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            progress.begin("load", 0);
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModel model = OnnxModelReader.read(file);
            try (SampleSet dataset = source.open(model)) {
                BoundDataset data = dataset.bind(model.describe().inputs().stream()
                        .map(input -> InputSpec.of(input).fedFrom(dataset))
                        .toList());
                progress.begin("repeat", 0);
                int samples = request.getSamples() > 0 ? request.getSamples() : STANDARD_SAMPLES;
                RunSettings usual = new RunSettings(runtime.threads(), Rewriting.ENABLE_ALL, false);
                var check = new DeterminismCheck(new RepeatedRuns(runtime, file, data, samples));
                return message(request.getBrief() ? check.checkBriefly(usual) : check.check(usual), runtime.threads());
            }
        }
    }

    private static DeterminismChecked message(DeterminismReport report, int threads) {
        DeterminismChecked.Builder message = DeterminismChecked.newBuilder().setThreads(threads);
        report.differences().forEach(difference -> message.addDifferences(message(difference)));
        return message.build();
    }

    private static dev.narrowgauge.proto.engine.Difference message(Difference difference) {
        var message = dev.narrowgauge.proto.engine.Difference.newBuilder()
                .setWhat(difference.what())
                .setSamples(difference.samples())
                .setDifferingSamples(difference.differing())
                .setChangedAnswers(difference.changedAnswers());
        if (difference.largest() != null) {
            message.setLargest(difference.largest());
        }
        if (difference.remedy() != null) {
            message.setRemedy(difference.remedy());
        }
        return message.build();
    }
}
