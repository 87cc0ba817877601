package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.LatencyReport;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.imported.QuantizedForm;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.evaluate.BatchDependence;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints;
import dev.narrowgauge.engine.runtime.files.Publication;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.measure.LatencyCheck;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.search.ChosenVariant;
import dev.narrowgauge.engine.runtime.search.SearchWish;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import dev.narrowgauge.engine.runtime.statistics.KnownEquivalence;
import dev.narrowgauge.engine.runtime.statistics.ObservedStatistics;
import dev.narrowgauge.engine.runtime.statistics.StatisticsFile;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.engine.runtime.verify.SampleEquivalence;
import dev.narrowgauge.engine.runtime.verify.Verification;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes one variant of a model: prepare, calibrate, quantize, run what came out, evaluate, publish. Everything happens in
 * the work directory; the output appears when all of it has succeeded.
 */
public final class QuantizationTask {
    private final Quantize request;
    private final OnnxRuntime runtime;
    private final ProgressMeter progress;
    private final Limits limits;

    private QuantizationTask(Quantize request, OnnxRuntime runtime, ProgressMeter progress) {
        this.request = request;
        this.runtime = runtime;
        this.progress = progress;
        this.limits = LimitsText.of(request);
    }

    public static Quantized quantize(Quantize request, OnnxRuntime runtime, ProgressMeter progress) throws IOException {
        progress.begin("load", 0);
        Recipe recipe = holdingOut(RecipeText.parse(request.getRecipeJson()), request);
        OnnxRuntime fitting = recipe.target().isArm() ? runtime.asOnArm() : runtime;
        return new QuantizationTask(request, fitting, progress).run(recipe);
    }

    /** What chooses between variants is not judged on the samples that it chose on, nor does it look at those of others. */
    private static Recipe holdingOut(Recipe recipe, Quantize request) {
        boolean chooses = recipe.precision() == Precision.INT8 && recipe.mode() == Mode.AUTO;
        boolean needsAll = request.getCalibrationPath().isEmpty()
                || !request.getEvaluationPath().isEmpty()
                || !request.getSaveStatisticsPath().isEmpty();
        return chooses && !needsAll ? recipe.holdingOut() : recipe;
    }

    private Quantized run(Recipe recipe) throws IOException {
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModel model = OnnxModelReader.read(file);
            Optional<ObservedStatistics> saved = savedStatistics();
            try (QuantizationData data = QuantizationData.open(
                    SampleSource.of(request.getCalibrationPath(), request.getCalibrationSettingsJson()),
                    SampleSource.of(request.getEvaluationPath(), request.getEvaluationSettingsJson()),
                    recipe.calibration().holdOut(),
                    model)) {
                saved.ifPresent(statistics -> data.requireUnused(statistics.sampleDigests()));
                return fitting(model).runOrExplain(recipe, file, model, data, saved, work);
            }
        }
    }

    private QuantizationTask fitting(OnnxModel model) {
        if (!LargeModel.is(model)) {
            return this;
        }
        LargeModel.makeRoom(model);
        return new QuantizationTask(request, runtime.withoutPacking(), progress);
    }

    private Quantized runOrExplain(
            Recipe recipe,
            Path file,
            OnnxModel model,
            QuantizationData data,
            Optional<ObservedStatistics> saved,
            TaskDirectory work)
            throws IOException {
        try {
            data.feedAlone(BatchDependence.shows(model, file, data.calibration().or(data::evaluation), runtime));
            return run(recipe, file, model, data, saved, work);
        } catch (NarrowgaugeException e) {
            if (e.code() != ErrorCode.MODEL_REJECTED_BY_RUNTIME) {
                throw e;
            }
            List<BoundDataset> samples = Stream.of(data.calibration(), data.unused())
                    .flatMap(Optional::stream)
                    .toList();
            throw new Rejection(runtime, progress).explain(e, file, model, samples);
        }
    }

    private Optional<ObservedStatistics> savedStatistics() {
        return Optional.of(request.getStatisticsPath())
                .filter(path -> !path.isEmpty())
                .map(path -> StatisticsFile.read(Path.of(path)));
    }

    private Quantized run(
            Recipe recipe,
            Path file,
            OnnxModel model,
            QuantizationData data,
            Optional<ObservedStatistics> saved,
            TaskDirectory work)
            throws IOException {
        progress.begin("prepare", 0);
        VariantSize.requireOneFile(model.proto(), recipe.precision());
        Optional<BoundDataset> samples = data.calibration().or(data::evaluation);
        Path variant = work.resolve("variant.onnx");
        WrittenVariant written = QuantizedForm.of(model.proto()).isEmpty()
                ? convert(recipe, file, model, data, saved, variant, work)
                : WrittenVariant.importQuantized(recipe, model, samples, variant, runtime, work);
        data.requireChecked();
        ChosenVariant made = written.made();
        FusionRounds rounds = made.variant();
        progress.begin("verify", 0);
        Verification verification = Verification.verify(
                rounds.conversion().baseline(),
                rounds.conversion().variant(),
                rounds.fusion().nodes(),
                samples,
                runtime,
                work,
                progress);
        JudgedFiles judged = JudgedFiles.of(file, model, rounds, variant, work);
        String whyNotTimed = LatencyLook.whyNot(request, model, made.recipe(), samples);
        Optional<LatencyReport> latency = whyNotTimed.isEmpty()
                ? samples.map(fed -> LatencyCheck.measure(
                        judged.baseline(), judged.variant(), fed, limits.latencyConfidence(), progress))
                : Optional.empty();
        RankedVariant ranked = ranked(made, samples, work);
        var judgement = new Judgement(
                limits,
                written.cameQuantized(),
                judged.compare(
                        OutputHints.of(model.proto().getGraph()),
                        SamplePlan.of(rounds.conversion().baseline().getGraph()),
                        data,
                        runtime,
                        progress),
                data.unused().isPresent(),
                latency,
                whyNotTimed);
        var outcome = new Outcome(
                made.recipe(),
                Origin.of(request, made.recipe(), rounds, data),
                Files.size(file) + model.externalBytes(),
                Files.size(variant),
                Sha256.of(variant),
                verification,
                rounds,
                judgement,
                written.steps(),
                ranked,
                progress.stages(),
                decisions(made, data),
                List.of(),
                made.steps(),
                made.effort());
        outcome = outcome.with(ChannelWarning.of(
                made, outcome.decision(), judgement.compared(), limits.agreement(), samples, runtime, work));
        boolean isWritten = request.getKeepInvalid() || outcome.decision().outcome() != Decision.Outcome.INVALID;
        publish(outcome, variant, isWritten, work);
        return outcome.toMessage(isWritten);
    }

    private WrittenVariant convert(
            Recipe recipe,
            Path file,
            OnnxModel model,
            QuantizationData data,
            Optional<ObservedStatistics> saved,
            Path variant,
            TaskDirectory work)
            throws IOException {
        var equivalence = new KnownEquivalence(
                saved.map(ObservedStatistics::equivalents).orElse(Set.of()),
                new SampleEquivalence(runtime, data.calibration().or(data::evaluation), work));
        Preparation prepared = PreparedModel.of(recipe, file, model, data.inputNames(), equivalence, runtime, work);
        saved.ifPresent(statistics -> statistics.requireModel(Sha256.ofWritten(prepared.model()::writeTo)));
        data.requireChecked();
        boolean save = !request.getSaveStatisticsPath().isEmpty();
        var calibration = new CalibrationSource(saved, data.calibration(), save, runtime, work, progress);
        ChosenVariant made = new ModeChoice(
                        runtime,
                        work,
                        progress,
                        data,
                        calibration,
                        SearchWish.of(limits, request.getTimeBudgetSeconds()))
                .make(prepared.model(), recipe, variant);
        if (save) {
            saveStatistics(prepared.model(), equivalence, calibration, data, work);
        }
        return new WrittenVariant(made, prepared.steps(), false);
    }

    private void saveStatistics(
            ModelProto prepared,
            KnownEquivalence equivalence,
            CalibrationSource calibration,
            QuantizationData data,
            TaskDirectory work)
            throws IOException {
        CalibrationStatistics gathered = calibration
                .gathered()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "No samples were observed, so there are no statistics to save; calibrate static INT8 with a"
                                + " dataset."));
        Path file = work.resolve("statistics");
        StatisticsFile.write(
                new ObservedStatistics(
                        Sha256.ofWritten(prepared::writeTo), equivalence.known(), data.calibrationDigests(), gathered),
                file);
        Publication.publish(file, Path.of(request.getSaveStatisticsPath()));
    }

    /** Only a report has room for it. */
    private RankedVariant ranked(ChosenVariant made, Optional<BoundDataset> samples, TaskDirectory work) {
        FusionRounds rounds = made.variant();
        boolean reported = !request.getReportPath().isEmpty()
                || !request.getReportPagePath().isEmpty();
        return reported
                ? RankedVariant.of(rounds, made.recipe(), samples, runtime, work, progress)
                : RankedVariant.NOT_ASKED_FOR;
    }

    private static List<String> decisions(ChosenVariant made, QuantizationData data) {
        List<String> decisions = new ArrayList<>(made.decisions());
        decisions.addAll(data.remarks());
        if (!FusionRounds.runsHere(made.recipe().target())) {
            decisions.add(
                    "Not timed: the target is another kind of machine than this one; measure there before you ship.");
        }
        return decisions;
    }

    /** @param isWritten whether the variant itself is of use; its report always is */
    private void publish(Outcome outcome, Path variant, boolean isWritten, TaskDirectory work) throws IOException {
        Path output = Path.of(request.getOutputPath());
        Path report = work.resolve("report.json");
        ReportFile.write(outcome.toReport(), report);
        Path page = work.resolve("report.html");
        ReportFile.writePage(report, page);
        if (isWritten) {
            Publication.sync(variant);
            Publication.publish(variant, output);
        }
        if (!request.getReportPath().isEmpty()) {
            Publication.publish(report, Path.of(request.getReportPath()));
        }
        if (!request.getReportPagePath().isEmpty()) {
            Publication.publish(page, Path.of(request.getReportPagePath()));
        }
    }
}
