package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.Provenance;
import dev.narrowgauge.domain.report.SensitivityReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import dev.narrowgauge.engine.runtime.EngineVersion;
import dev.narrowgauge.engine.runtime.evaluate.PairedEvaluation;
import dev.narrowgauge.engine.runtime.evaluate.PairedResult;
import dev.narrowgauge.engine.runtime.files.Publication;
import dev.narrowgauge.engine.runtime.files.Sha256;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.verify.Sensitivity;
import dev.narrowgauge.engine.runtime.verify.Verification;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes one variant of a model: prepare, calibrate, quantize, run what came out, evaluate, publish. Everything happens in
 * the work directory; the output appears when all of it has succeeded.
 */
public final class QuantizationTask {
    private final Quantize request;
    private final OnnxRuntime runtime;
    private final ProgressMeter progress;

    private QuantizationTask(Quantize request, OnnxRuntime runtime, ProgressMeter progress) {
        this.request = request;
        this.runtime = runtime;
        this.progress = progress;
    }

    public static Quantized quantize(Quantize request, OnnxRuntime runtime, ProgressMeter progress) throws IOException {
        return new QuantizationTask(request, runtime, progress).run();
    }

    private Quantized run() throws IOException {
        progress.begin("load", 0);
        Recipe recipe = RecipeText.parse(request.getRecipeJson());
        try (WorkDirectory work = WorkDirectory.create(request.getWorkDirectory())) {
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModel model = OnnxModelReader.read(file);
            try (QuantizationData data =
                    QuantizationData.open(request.getCalibrationPath(), request.getEvaluationPath(), model)) {
                return run(recipe, file, model, data, work);
            }
        }
    }

    private Quantized run(Recipe recipe, Path file, OnnxModel model, QuantizationData data, WorkDirectory work)
            throws IOException {
        progress.begin("prepare", 0);
        Optional<BoundDataset> samples = data.calibration().or(data::evaluation);
        Preparation prepared = PreparedModel.of(recipe, file, model, samples, runtime, work);
        Path variant = work.resolve("variant.onnx");
        ModeChoice.Made made = new ModeChoice(runtime, work, progress, data).make(prepared.model(), recipe, variant);
        FusionRounds rounds = made.rounds();
        progress.begin("verify", 0);
        Verification verification = Verification.verify(
                rounds.conversion().baseline(),
                rounds.conversion().variant(),
                rounds.fusion().nodes(),
                samples,
                runtime,
                work,
                progress);
        var outcome = new Outcome(
                made.recipe(),
                provenance(made.recipe()),
                Files.size(file),
                Files.size(variant),
                Sha256.of(variant),
                verification,
                rounds,
                prepared.steps(),
                sensitivity(rounds.conversion(), samples, work),
                evaluate(file, variant, data),
                progress.stages(),
                made.decisions());
        publish(outcome, variant, work);
        return outcome.toMessage();
    }

    /** Only a report has room for it. */
    private List<SensitivityReport> sensitivity(
            Conversion conversion, Optional<BoundDataset> samples, WorkDirectory work) {
        boolean reported = !request.getReportPath().isEmpty()
                || !request.getReportPagePath().isEmpty();
        if (!reported || samples.isEmpty() || conversion.plan().isEmpty()) {
            return List.of();
        }
        Conversion.CarriedOut done = conversion.plan().get();
        return Sensitivity.rank(done.plan(), done.statistics(), samples.get(), runtime, work, progress);
    }

    private Optional<PairedResult> evaluate(Path baseline, Path variant, QuantizationData data) {
        return data.evaluation().map(samples -> {
            try (ModelSession expected = runtime.open(baseline, Optimization.FULL);
                    ModelSession actual = runtime.open(variant, Optimization.FULL);
                    var evaluation = new PairedEvaluation(expected, Optional.of(actual))) {
                return evaluation.evaluate(samples, progress);
            }
        });
    }

    private Provenance provenance(Recipe recipe) throws IOException {
        EngineVersion version = EngineVersion.current();
        return new Provenance(
                Sha256.of(Path.of(request.getModelPath())),
                sha256OrNull(request.getCalibrationPath()),
                sha256OrNull(request.getEvaluationPath()),
                recipe.toMap(),
                version.engine(),
                version.runtime());
    }

    private static String sha256OrNull(String path) throws IOException {
        return path.isEmpty() ? null : Sha256.of(Path.of(path));
    }

    private void publish(Outcome outcome, Path variant, WorkDirectory work) throws IOException {
        Path output = Path.of(request.getOutputPath());
        Path report = work.resolve("report.json");
        ReportFile.write(outcome.toReport(), report);
        Path page = work.resolve("report.html");
        ReportFile.writePage(report, page);
        Publication.publish(variant, output);
        if (!request.getReportPath().isEmpty()) {
            Publication.publish(report, Path.of(request.getReportPath()));
        }
        if (!request.getReportPagePath().isEmpty()) {
            Publication.publish(page, Path.of(request.getReportPagePath()));
        }
    }
}
