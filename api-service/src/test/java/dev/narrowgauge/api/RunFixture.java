package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.Variant;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The other modules as seen from the API: writes to the database what an agent and a worker write. */
final class RunFixture {
    static final String CLASS = "x86-vnni";
    static final String VARIANT_CONTENT = "a quantized model";
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String HASH = "0".repeat(64);
    private static final NodeStore.Holder AGENT = new NodeStore.Holder("agent", Duration.ofMinutes(1));

    private final Http http;
    private final Jdbi jdbi;
    private final RunStore runs;
    private final JobStore jobs;
    private final NodeStore nodes;
    private final BlobStore blobs;

    RunFixture(Http http, DataSource database, Path blobs) {
        this.http = http;
        this.jdbi = Database.jdbi(database);
        this.runs = new RunStore(jdbi);
        this.jobs = new JobStore(jdbi);
        this.nodes = new NodeStore(jdbi);
        this.blobs = FolderBlobStore.open(blobs);
    }

    void registerNode() {
        registerNode("test-node", CLASS, "x86-avx2");
    }

    void registerNode(String name, String... deviceClasses) {
        register(node(name, deviceClasses));
    }

    void registerLabelledNode(String name, String deviceClass, String... labels) {
        register(node(name, deviceClass).withLabels(List.of(labels)));
    }

    /** Its agent stops in good order. */
    void leave(String node) {
        nodes.leave(node, AGENT);
    }

    private void register(Node node) {
        assertThat(nodes.register(node, AGENT)).isPresent();
    }

    private static Node node(String name, String... deviceClasses) {
        return new Node(
                name, "a processor", List.of(deviceClasses), HASH, Map.of("cores", "2"), Instant.EPOCH, Instant.EPOCH);
    }

    String model() {
        return model(TestingInspector.MODEL);
    }

    String model(String content) {
        return id(http.upload("/v1/models?name=digits", unique(content)).with(201));
    }

    /** @param digests of the samples */
    String dataset(String digests) {
        return dataset(digests, "");
    }

    String dataset(String digests, String more) {
        return id(http.upload("/v1/datasets?name=set", unique(TestingInspector.dataset(digests, more)))
                .with(201));
    }

    /** The request for a run of INT8 on a model and datasets that fit. */
    String request() {
        return request(model(), dataset("1,2,3"), dataset("4,5,6"), "[{\"precision\": \"int8\"}]");
    }

    static String request(String model, String calibration, String evaluation, String recipes) {
        return """
                {"name": "a run", "modelId": "%s", "calibrationDatasetId": "%s", "evaluationDatasetId": "%s",
                 "recipes": %s}""".formatted(model, calibration, evaluation, recipes);
    }

    /** A run whose quantize job waits. */
    String submitted() {
        return id(http.post("/v1/runs", request()).with(201));
    }

    void progress(String runId) {
        Job job = claim(runId);
        jobs.progress(
                job.id(), job.attempt(), new Progress("calibrate", 1, 2, OptionalDouble.of(1.5), Optional.empty()));
    }

    /** Replaces the recipes of the run, as a newer program may have stored them. */
    void storeRecipes(String runId, String json) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE run SET recipes = CAST(? AS jsonb) WHERE id = CAST(? AS uuid)", json, runId));
    }

    /** Ends the run's next job, a quantize job. Returns the variant's id. */
    UUID quantize(String runId) {
        Job job = claim(runId);
        Run run = runs.find(job.runId()).orElseThrow();
        Blob blob = blobs.store(new ByteArrayInputStream(VARIANT_CONTENT.getBytes(UTF_8)));
        Variant variant = new Variant(
                UUID.randomUUID(),
                run.id(),
                job.id(),
                Precision.INT8,
                run.request().recipes().get(Integer.parseInt(job.subject())),
                blob.sha256(),
                blob.sizeBytes(),
                "{\"tensors\": []}",
                new Variant.Provenance(HASH, HASH, HASH, HASH, 1, "test", "test", "test"),
                Instant.now());
        jobs.finishQuantize(job.id(), job.attempt(), variant);
        return variant.id();
    }

    /** Ends the run's next job, a benchmark job: twice as fast, no sample lost. */
    void benchmark(String runId) {
        benchmark(runId, 7, 1);
    }

    /**
     * The same by forks whose ratios are these, on a machine with this fingerprint.
     *
     * @param fingerprint empty for that of the node
     */
    void benchmark(String runId, String fingerprint, List<Double> ratios) {
        List<Double> baseline = Collections.nCopies(ratios.size(), 2.0);
        List<Double> variant = ratios.stream().map(ratio -> 2 * ratio).toList();
        benchmark(runId, 7, forks(baseline, 1, variant), fingerprint.isEmpty() ? HASH : fingerprint);
    }

    /** By measurements whose control takes half as long again as the baseline that it is, among those of other tests. */
    void quarantineNode() {
        while (!nodes.find("test-node").orElseThrow().standing().isQuarantined()) {
            String run = submitted();
            quantize(run);
            benchmark(run, System.nanoTime(), 1.5);
        }
    }

    private UUID benchmark(String runId, long seed, double controlRatio) {
        List<Double> baseline = List.of(2.0, 2.01, 1.99, 2.0, 2.0, 2.0);
        List<Double> variant = List.of(1.0, 1.01, 0.99, 1.0, 1.0, 1.0);
        return benchmark(runId, seed, forks(baseline, controlRatio, variant), HASH);
    }

    private UUID benchmark(String runId, long seed, List<Fork> forks, String fingerprint) {
        Job job = claim(runId);
        UUID id = UUID.randomUUID();
        jobs.finishBenchmark(
                job.id(),
                job.attempt(),
                job.lease().orElseThrow().owner(),
                new Measurement(
                        id,
                        job.runId(),
                        job.id(),
                        UUID.fromString(job.subject()),
                        new Evidence.Device(CLASS, "test-node", "a processor", fingerprint),
                        new AccuracyEvidence(1000, true, 980, 980, 0, 0, 0, 40.0),
                        new LatencyEvidence(
                                new LatencyEvidence.Summary(100, 2.0, 2.0, 2.2, 1L << 26),
                                new LatencyEvidence.Summary(100, 1.0, 1.0, 1.1, 1L << 25),
                                forks,
                                1,
                                seed,
                                true),
                        Instant.now()));
        return id;
    }

    /**
     * What was measured of a new model.
     *
     * @param samples a dataset to evaluate it on
     */
    UUID measured(String samples) {
        String request = request(model(), dataset("1,2,3"), samples, "[{\"precision\": \"int8\"}]");
        String run = id(http.post("/v1/runs", request).with(201));
        quantize(run);
        return benchmark(run, System.nanoTime(), 1);
    }

    void fail(String runId) {
        Job job = claim(runId);
        jobs.fail(job.id(), job.attempt(), ErrorCode.MODEL_UNSUPPORTED_OPERATOR, "The model has a Frobnicate node.");
    }

    private Job claim(String runId) {
        Job job = jobs.ofRun(UUID.fromString(runId)).stream()
                .filter(candidate -> !candidate.state().terminal())
                .findFirst()
                .orElseThrow();
        return jobs.claim(job.id(), job.attempt(), "test", LEASE).orElse(job);
    }

    static byte[] unique(String content) {
        return (content + "\n# " + System.nanoTime()).getBytes(UTF_8);
    }

    static String id(Http.Answer answer) {
        JsonNode json = answer.json();
        return json.path("id").asText();
    }

    /** Each with a round of its own. */
    private static List<Fork> forks(List<Double> baseline, double controlRatio, List<Double> variant) {
        return IntStream.range(0, baseline.size())
                .mapToObj(i -> new Fork(
                        List.of(),
                        List.of(),
                        List.of(new Round(List.of(
                                new Block(Role.BASELINE, baseline.get(i), List.of()),
                                new Block(Role.CONTROL, controlRatio * baseline.get(i), List.of()),
                                new Block(Role.VARIANT, variant.get(i), List.of()))))))
                .toList();
    }
}
