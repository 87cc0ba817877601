package dev.narrowgauge.db;

import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.gate.ContentVerdict;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorDescription;
import dev.narrowgauge.domain.profile.KernelTime;
import dev.narrowgauge.domain.profile.KernelTime.Kind;
import dev.narrowgauge.domain.profile.OperatorProfile;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.Roofline.Numbers;
import dev.narrowgauge.domain.profile.Roofline.Roof;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseStep;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.PeakRate;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.Variant;
import dev.narrowgauge.domain.variant.WeightTypes;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Rows that tests need to stand on. */
public final class Samples {
    public static final String MODEL = "a".repeat(64);
    public static final String CALIBRATION = "b".repeat(64);
    public static final String EVALUATION = "c".repeat(64);
    static final String VARIANT = "d".repeat(64);
    static final ReleaseStore.Call RELEASE_CALL =
            new ReleaseStore.Call(Optional.of(new ReleaseStep.Actor("ann", "company/1")), "It is faster.", "");
    public static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456Z");

    private Samples() {}

    public static ModelDescription modelDescription() {
        return new ModelDescription(
                8,
                17,
                "tests",
                List.of(new TensorDescription("input", "float", List.of(-1L, 64L))),
                List.of(new TensorDescription("output", "float", List.of(-1L, 10L))),
                650,
                3,
                Map.of("Gemm", 1, "Relu", 2),
                false);
    }

    public static Model model(Jdbi jdbi, String id, String name) {
        return new ModelStore(jdbi).save(new Blob(id, 2600), name, modelDescription());
    }

    public static DatasetDescription datasetDescription() {
        return new DatasetDescription(
                List.of(new TensorDescription("input", "float", List.of(100L, 64L))),
                100,
                true,
                OptionalLong.of(0),
                OptionalLong.of(9));
    }

    public static Dataset dataset(Jdbi jdbi, String id, long... digests) {
        return new DatasetStore(jdbi).save(new Blob(id, 25_600), "digits", datasetDescription(), digests);
    }

    public static void uploads(Jdbi jdbi) {
        model(jdbi, MODEL, "digits");
        dataset(jdbi, CALIBRATION, 1, 2, 3);
        dataset(jdbi, EVALUATION, 4, 5, 6);
    }

    public static RunRequest request(List<String> deviceClasses) {
        return new RunRequest(
                "nightly",
                MODEL,
                CALIBRATION,
                EVALUATION,
                List.of(Recipe.INT8_STATIC.toStored(), Recipe.FP16_CONVERSION.toStored()),
                deviceClasses,
                Policy.standard().toStored(),
                List.of("samples"),
                Optional.empty());
    }

    /** A run with two recipes, to be measured on one device class. */
    public static Run submit(Jdbi jdbi) {
        uploads(jdbi);
        return new RunStore(jdbi)
                .submit(request(List.of("x86-vnni")), Optional.empty())
                .run();
    }

    /** A run with one recipe, of a version that this program does not know. */
    public static Run submitNewer(Jdbi jdbi) {
        uploads(jdbi);
        RunRequest known = request(List.of("x86-vnni"));
        RunRequest newer = new RunRequest(
                known.name(),
                known.modelId(),
                known.calibrationDatasetId(),
                known.evaluationDatasetId(),
                List.of(Recipe.fromStored(Map.of("version", Recipe.VERSION + 1, "name", "of tomorrow"))),
                known.deviceClasses(),
                known.policy(),
                known.tags(),
                known.commit());
        return new RunStore(jdbi).submit(newer, Optional.empty()).run();
    }

    public static Variant variant(Job job) {
        return new Variant(
                UUID.randomUUID(),
                job.runId(),
                job.id(),
                Precision.INT8,
                Recipe.INT8_STATIC.toStored(),
                "d".repeat(64),
                700,
                "{\"outputs\": []}",
                new Variant.Provenance(MODEL, CALIBRATION, EVALUATION, "e".repeat(64), 0, "0.1", "1.29", "host"),
                TIME);
    }

    public static Measurement measurement(Job job) {
        return measurement(job, latency(7, 2, 1));
    }

    public static Measurement measurement(Job job, LatencyEvidence latency) {
        return new Measurement(
                UUID.randomUUID(),
                job.runId(),
                job.id(),
                UUID.fromString(job.subject()),
                new Evidence.Device("x86-vnni", "node-1", "a processor", "f".repeat(64)),
                new AccuracyEvidence(100, true, 97, 96, 1, 2, 3, null),
                latency,
                TIME,
                insight(),
                scenarios(),
                new DeterminismReport(List.of(new Difference("2 threads instead of 1", 32, 1, 0, 0.25, "a setting"))),
                new WeightTypes(Map.of("int8", 600L, "float", 10L)));
    }

    private static List<ScenarioResult> scenarios() {
        ScenarioFork fork = new ScenarioFork(
                LatencyHistogram.of(1_000_000, 2_000_000).text(),
                512.5,
                new PeakRate(512.5, 600, true, List.of(new PeakRate.Trial(512.5, 197, 3, true))),
                new ColdStart(200, 20.5, 3, 1.25),
                50_000_000L,
                null,
                null,
                true,
                BlockConditions.unknown());
        return List.of(new ScenarioResult(0, Scenario.SERVER, 1, 1, List.of(fork)));
    }

    private static SpeedInsight insight() {
        OperatorProfile baseline = new OperatorProfile(
                List.of(new KernelTime("conv", "Conv", Kind.FLOAT, List.of("y"), "float", 40.5, 1_000L)), 50);
        OperatorProfile variant = new OperatorProfile(
                List.of(
                        new KernelTime("q", "QuantizeLinear", Kind.CONVERSION, List.of("x"), "float", 2.5, null),
                        new KernelTime("conv", "QLinearConv", Kind.INTEGER, List.of("y"), "uint8", 10.25, 1_000L)),
                20);
        Roofline roofline = new Roofline(
                2, List.of(new Roof(Numbers.FP32, 1e10, 2e10, 1e10), new Roof(Numbers.BF16, null, null, null)));
        return SpeedInsight.of(ProfileComparison.of(baseline, variant), roofline, 2);
    }

    /** Of a verdict about one variant, which nobody signed. */
    public static VerdictProof proof() {
        return proof(Verdict.PASS, Optional.empty());
    }

    static VerdictProof proof(Verdict status, Optional<Envelope> attestation) {
        EvidenceDigests digests =
                new EvidenceDigests("e".repeat(64), List.of(new EvidenceDigests.Leaf("/policy", "f".repeat(64))));
        ContentVerdict content = new ContentVerdict(VARIANT, status, true, "It is " + status, List.of());
        return new VerdictProof(digests, attestation, List.of(new VerdictProof.OfContent(content, attestation)));
    }

    /** Of the variant that a run made. */
    static Release.Content release(UUID run) {
        return new Release.Content(
                MODEL,
                run,
                UUID.randomUUID(),
                VARIANT,
                "int8",
                "int8",
                List.of("x86-vnni"),
                "f".repeat(64),
                "e".repeat(64));
    }

    /** Twice as fast as the baseline. */
    public static LatencyEvidence latency(long seed, int forks, double controlRatio) {
        return latency(seed, forks, controlRatio, 0.5);
    }

    /** The same in every fork; a fork has one round. */
    public static LatencyEvidence latency(long seed, int forks, double controlRatio, double variantRatio) {
        LatencyEvidence.Summary summary = new LatencyEvidence.Summary(300, 1.5, 1.6, null, 50_000_000L);
        Round round = new Round(List.of(
                new Block(Role.BASELINE, 1, List.of()),
                new Block(Role.CONTROL, controlRatio, List.of()),
                new Block(Role.VARIANT, variantRatio, List.of())));
        List<Fork> all = Collections.nCopies(forks, new Fork(List.of(), List.of(), List.of(round)));
        return new LatencyEvidence(summary, summary, all, 2, seed, true);
    }
}
