package dev.narrowgauge.worker;

import dev.narrowgauge.blob.BlobFiles;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.db.Documents;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Variant;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.WorkDirectory;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import dev.narrowgauge.queue.Task;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskResult;
import dev.narrowgauge.service.TaskFetch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One quantize job: an engine child makes the variant, the blob store keeps it, one transaction is to write it down. */
final class QuantizeHandler implements TaskHandler {
    private static final long SEED = 0;

    private final RunStore runs;
    private final JobStore jobs;
    private final BlobStore blobs;
    private final Engine engine;
    private final EngineLimits limits;
    private final Path workRoot;
    private final String host;

    QuantizeHandler(
            RunStore runs,
            JobStore jobs,
            BlobStore blobs,
            Engine engine,
            EngineLimits limits,
            Path workRoot,
            String host) {
        this.runs = runs;
        this.jobs = jobs;
        this.blobs = blobs;
        this.engine = engine;
        this.limits = limits;
        this.workRoot = workRoot;
        this.host = host;
    }

    @Override
    public List<TaskResult> run(Task task) {
        RunRequest request = runs.find(task.job().runId()).orElseThrow().request();
        Recipe recipe =
                request.recipes().get(Integer.parseInt(task.job().subject())).value();
        Policy policy = request.policy().value();
        CancelToken cancel = new CancelToken();
        task.onStop(cancel::cancel);
        FetchWatch watch = TaskFetch.of(task);
        try (WorkDirectory directory = WorkDirectory.create(workRoot);
                BlobFiles files = new BlobFiles(blobs)) {
            Path output = directory.path().resolve("variant.onnx");
            Path report = directory.path().resolve("report.json");
            Quantize engineRequest = Quantize.newBuilder()
                    .setModelPath(files.path(request.modelId(), watch).toString())
                    .setCalibrationPath(
                            files.path(request.calibrationDatasetId(), watch).toString())
                    .setEvaluationPath(
                            files.path(request.evaluationDatasetId(), watch).toString())
                    .setRecipeJson(Documents.write(recipe))
                    .setOutputPath(output.toString())
                    .setReportPath(report.toString())
                    // A run measures what it made and its gate judges it; the report says what was wrong with it.
                    .setKeepInvalid(true)
                    .setPolicyJson(Documents.write(policy))
                    .build();
            EngineAnswer<Quantized> answer =
                    engine.quantize(engineRequest, new EngineCall(limits, task::progress, cancel));
            task.progress("store", 0, 0);
            Blob blob = blobs.store(output);
            Variant variant = variant(task, request, recipe, blob, read(report), answer);
            return List.of(new TaskResult(task, () -> jobs.finishQuantize(task.jobId(), task.attempt(), variant)));
        }
    }

    @Override
    public void requireMachine() {
        blobs.requireUsable();
        // A job names what was stored: the folder of a mount that is missing can be written, and is empty.
        blobs.requireContent();
        engine.requireUsable();
    }

    private Variant variant(
            Task task, RunRequest request, Recipe recipe, Blob blob, String report, EngineAnswer<Quantized> answer) {
        Variant.Provenance provenance = new Variant.Provenance(
                request.modelId(),
                request.calibrationDatasetId(),
                request.evaluationDatasetId(),
                Sha256.of(Documents.write(recipe)),
                SEED,
                answer.engineVersion(),
                answer.runtimeVersion(),
                host);
        return new Variant(
                UUID.randomUUID(),
                task.job().runId(),
                task.jobId(),
                recipe.precision(),
                recipe.toStored(),
                blob.sha256(),
                blob.sizeBytes(),
                report,
                provenance,
                Instant.now());
    }

    private static String read(Path report) {
        try {
            return Files.readString(report);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.INTERNAL_ERROR),
                    "the engine's report cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
