package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.time.Instant;
import java.util.List;

/**
 * The one document that dashboard, CLI and hooks render: the verdict of a run and the evidence to recompute it.
 *
 * @param variants the baseline first, then one row per variant and node
 * @param decisions what to ship on each device; empty in documents that are older than decisions
 * @param files what the variants are; empty in documents that are older than digests
 * @param evaluation null in documents that are older than it
 * @param previous the last verdict on the model name by the same policy; null where there is none, and in older documents
 * @param digests of everything else in the document; null in older ones
 */
public record VerdictDocument(
        int schemaVersion,
        String runId,
        String runName,
        Instant decidedAt,
        Verdict verdict,
        Subject model,
        Subject calibrationDataset,
        Subject evaluationDataset,
        Policy policy,
        List<Row> variants,
        List<DeviceDecision> decisions,
        List<VariantFile> files,
        EvaluationUse evaluation,
        PreviousVerdict previous,
        EvidenceDigests digests) {
    /** Keys are only ever added within a version. */
    public static final int SCHEMA_VERSION = 1;

    public VerdictDocument {
        variants = List.copyOf(variants);
        decisions = decisions == null ? List.of() : List.copyOf(decisions);
        files = files == null ? List.of() : List.copyOf(files);
    }

    public VerdictDocument withDigests(EvidenceDigests made) {
        return new VerdictDocument(
                schemaVersion,
                runId,
                runName,
                decidedAt,
                verdict,
                model,
                calibrationDataset,
                evaluationDataset,
                policy,
                variants,
                decisions,
                files,
                evaluation,
                previous,
                made);
    }

    /** @param id SHA-256 of the content */
    public record Subject(String id, String name) {}

    /**
     * The content of a variant, and which rows are about it; also of one whose measurement failed.
     *
     * @param sha256 of the file
     * @param rows their places in {@link VerdictDocument#variants}
     */
    public record VariantFile(String variantId, String sha256, List<Integer> rows) {
        public VariantFile {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What to ship on one device, of all the variants that were measured there.
     *
     * @param deviceClass null where no variant came to be measured
     * @param node null where no variant came to be measured
     * @param recipe of the variant that the decision is about
     */
    public record DeviceDecision(String deviceClass, String node, String recipe, Decision decision) {}

    /**
     * @param top1 share of samples classified right, in [0, 1]; null without labels
     * @param loss top-1 of the baseline minus the variant's, a share of samples
     */
    public record Accuracy(
            Double top1,
            Interval loss,
            long flips,
            double flipRate,
            long samples,
            Double outputSqnrDb,
            AccuracyEvidence evidence) {}

    /**
     * @param p90Millis upper estimate at 99 % confidence; null when there were too few runs to say
     * @param p99Millis likewise
     * @param p999Millis likewise, of the 99.9th percentile
     * @param ratio median latency of the variant over the baseline's; null where too little was measured to say
     * @param control the baseline in another process over the baseline, where nothing but 1 is right; null where it did not
     *     run
     * @param speed null for the baseline and in documents older than forks
     * @param forks that count; null where the speed is
     * @param moreForks that an inconclusive measurement would need; null where none or not known
     * @param reason why the measurement is not to be used or says nothing, a sentence; empty where it tells
     * @param noiseFloor the smallest difference that the node can see; null for the baseline and in older documents
     */
    public record Latency(
            double p50Millis,
            Double p90Millis,
            Double p99Millis,
            Double p999Millis,
            long runs,
            Interval ratio,
            Interval control,
            Speed speed,
            Integer forks,
            Integer moreForks,
            String reason,
            NoiseFloor noiseFloor,
            LatencyEvidence evidence) {
        public Latency {
            reason = reason == null ? "" : reason;
        }
    }

    /**
     * What an inconclusive outcome would take, were what follows like what there is.
     *
     * @param samples more than there are; null where it is not for samples, or not known
     * @param forks likewise
     */
    public record Missing(Long samples, Integer forks) {}

    public record Failure(ErrorCode code, String message) {}
}
