package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.StoredWeights;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.Publication;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.WeightTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Evaluates one model, or two side by side, on a dataset. */
public final class EvaluationTask {
    private EvaluationTask() {}

    public static Evaluated evaluate(Evaluate request, OnnxRuntime runtime, ProgressMeter progress) throws IOException {
        var source = new SampleSource(request.getDatasetPath(), request.getDatasetSettingsJson());
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            progress.begin("load", 0);
            Path file = unpacked(request.getBaselinePath(), work, "baseline");
            OnnxModel baseline = OnnxModelReader.read(file);
            try (SampleSet dataset = source.open(baseline)) {
                // Reads everything once: a value that is not finite fails here, with its place, not as a strange
                // accuracy.
                dataset.describe();
                BoundDataset data = dataset.bind(
                        baseline.describe().inputs().stream().map(InputSpec::of).toList());
                return evaluate(request, file, baseline, data, source.dataSettings(), work, runtime, progress);
            }
        }
    }

    private static Evaluated evaluate(
            Evaluate request,
            Path baselineFile,
            OnnxModel baseline,
            BoundDataset data,
            DataSettings settings,
            TaskDirectory work,
            OnnxRuntime runtime,
            ProgressMeter progress)
            throws IOException {
        if (request.getVariantPath().isEmpty()) {
            try (ModelSession session = runtime.open(baselineFile, Optimization.FULL)) {
                return evaluate(session, Optional.empty(), baseline, data, settings, Optional.empty(), progress)
                        .toMessage();
            }
        }
        Path variantFile = unpacked(request.getVariantPath(), work, "variant");
        WeightTypes weights = WeightTypes.newBuilder()
                .putAllValues(StoredWeights.of(OnnxModelReader.read(variantFile).proto()))
                .build();
        try (ModelSession session = runtime.open(baselineFile, Optimization.FULL);
                ModelSession other = runtime.open(variantFile, optimization(request))) {
            Optional<FlippedSamples> flipped =
                    request.getFlippedPath().isEmpty() ? Optional.empty() : Optional.of(new FlippedSamples());
            PairedResult result = evaluate(session, Optional.of(other), baseline, data, settings, flipped, progress);
            return withFlipped(result, flipped, Path.of(request.getFlippedPath()), work).toBuilder()
                    .setVariantWeights(weights)
                    .build();
        }
    }

    /** Where an output gives no answers the places of its largest values mean nothing. */
    private static Evaluated withFlipped(
            PairedResult result, Optional<FlippedSamples> flipped, Path target, TaskDirectory work) throws IOException {
        Evaluated.Builder message = result.toMessage().toBuilder();
        if (result.flips() == 0 || flipped.isEmpty()) {
            return message.build();
        }
        message.addAllFlipped(flipped.get().told());
        Path kept = work.resolve("flipped.npz");
        if (flipped.get().write(kept)) {
            Publication.sync(kept);
            Publication.publish(kept, target);
            message.setFlippedWritten(true);
        }
        return message.build();
    }

    private static Optimization optimization(Evaluate request) {
        return request.getVariantAsWritten() ? Optimization.NONE : Optimization.FULL;
    }

    private static Path unpacked(String model, TaskDirectory work, String directory) throws IOException {
        return OnnxModelReader.locate(Path.of(model), Files.createDirectory(work.resolve(directory)));
    }

    private static PairedResult evaluate(
            ModelSession baseline,
            Optional<ModelSession> variant,
            OnnxModel model,
            BoundDataset data,
            DataSettings settings,
            Optional<FlippedSamples> flipped,
            ProgressMeter progress) {
        OutputHints hints = OutputHints.of(model.proto().getGraph());
        BoundDataset fed = BatchDependence.fitted(model, baseline, data);
        try (var evaluation = new PairedEvaluation(baseline, variant, hints, settings.answers(), flipped)) {
            PairedResult result = evaluation.evaluate(fed, progress);
            return result.withSequence(
                    variant.flatMap(other -> SequenceEvaluation.of(baseline, other, data, settings.state(), progress)));
        }
    }
}
