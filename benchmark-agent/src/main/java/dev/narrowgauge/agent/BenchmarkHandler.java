package dev.narrowgauge.agent;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.queue.Task;
import dev.narrowgauge.queue.TaskHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * One benchmark job: accuracy on this node, for the same file may score differently on another, then latency against the
 * baseline with the machine to itself.
 */
final class BenchmarkHandler implements TaskHandler {
    private static final Logger LOG = System.getLogger(BenchmarkHandler.class.getName());

    private final RunStore runs;
    private final VariantStore variants;
    private final JobStore jobs;
    private final BlobStore blobs;
    private final Engine engine;
    private final EngineLimits limits;
    private final int mostForks;
    private final Node node;

    BenchmarkHandler(Jdbi jdbi, BlobStore blobs, Engine engine, EngineLimits limits, int mostForks, Node node) {
        this.runs = new RunStore(jdbi);
        this.variants = new VariantStore(jdbi);
        this.jobs = new JobStore(jdbi);
        this.blobs = blobs;
        this.engine = engine;
        this.limits = limits;
        this.mostForks = mostForks;
        this.node = node;
    }

    @Override
    public void run(Task task) {
        RunRequest request = runs.find(task.job().runId()).orElseThrow().request();
        Variant variant = variants.find(UUID.fromString(task.job().subject())).orElseThrow();
        CancelToken cancel = new CancelToken();
        task.onStop(cancel::cancel);
        EngineCall call = new EngineCall(limits, new TaskProgress(task), cancel);

        Path baselineFile = blobs.path(request.modelId());
        Path variantFile = blobs.path(variant.sha256());
        Path samples = blobs.path(request.evaluationDatasetId());
        AccuracyEvidence accuracy = accuracy(baselineFile, variantFile, samples, call);
        BenchmarkPlan plan = BenchmarkPlan.standard(seed(task)).withForks(mostForks);
        LatencyEvidence latency = engine.benchmark()
                .compare(baselineFile, variantFile, samples, plan, call)
                .evidence();
        finish(task, measurement(task, variant, accuracy, latency));
    }

    private AccuracyEvidence accuracy(Path baseline, Path variant, Path samples, EngineCall call) {
        Evaluate order = Evaluate.newBuilder()
                .setBaselinePath(baseline.toString())
                .setVariantPath(variant.toString())
                .setDatasetPath(samples.toString())
                .build();
        return EngineEvidence.of(engine.evaluate(order, call).value());
    }

    /** Another for every job and attempt, and kept with the evidence. */
    private static long seed(Task task) {
        return task.jobId().getLeastSignificantBits() + task.attempt();
    }

    private Measurement measurement(Task task, Variant variant, AccuracyEvidence accuracy, LatencyEvidence latency) {
        Evidence.Device device = new Evidence.Device(
                task.job().deviceClass().orElseThrow(), node.name(), node.description(), node.fingerprint());
        return new Measurement(
                UUID.randomUUID(),
                task.job().runId(),
                task.jobId(),
                variant.id(),
                device,
                accuracy,
                latency,
                Instant.now());
    }

    private void finish(Task task, Measurement measurement) {
        if (!jobs.finishBenchmark(task.jobId(), task.attempt(), measurement)) {
            LOG.log(Level.INFO, "attempt {0} of job {1} came too late", task.attempt(), task.jobId());
        }
    }
}
