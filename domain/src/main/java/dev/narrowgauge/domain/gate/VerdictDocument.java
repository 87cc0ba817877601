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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The one document that dashboard, CLI and hooks render: the verdict of a run and the evidence to recompute it.
 *
 * @param variants the baseline first, then one row per variant and node
 * @param decisions what to ship on each device; empty in documents that are older than decisions
 * @param files what the variants are; empty in documents that are older than digests
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
     * One variant on one node. A null means not known.
     *
     * @param precision fp32, fp16, int8
     * @param gating whether this row decides the run's verdict
     * @param notes sentences a person should read before acting on the row
     * @param decision about this variant on this node; null for the baseline and in documents older than decisions
     * @param further what was found beside accuracy and latency; null for the baseline and in documents older than it
     * @param sha256 of the variant's file, hex; null likewise
     */
    public record Row(
            String variantId,
            String recipe,
            String precision,
            boolean baseline,
            Long sizeBytes,
            Double sizeRatio,
            Evidence.Device device,
            Accuracy accuracy,
            Latency latency,
            Long peakMemoryBytes,
            Verdict verdict,
            boolean gating,
            List<RuleOutcome> rules,
            List<String> notes,
            Failure failure,
            Decision decision,
            FurtherEvidence further,
            String sha256) {
        public Row {
            rules = List.copyOf(rules);
            notes = List.copyOf(notes);
        }

        /** Of which nothing further is known. */
        public Row(
                String variantId,
                String recipe,
                String precision,
                boolean baseline,
                Long sizeBytes,
                Double sizeRatio,
                Evidence.Device device,
                Accuracy accuracy,
                Latency latency,
                Long peakMemoryBytes,
                Verdict verdict,
                boolean gating,
                List<RuleOutcome> rules,
                List<String> notes,
                Failure failure,
                Decision decision) {
            this(
                    variantId,
                    recipe,
                    precision,
                    baseline,
                    sizeBytes,
                    sizeRatio,
                    device,
                    accuracy,
                    latency,
                    peakMemoryBytes,
                    verdict,
                    gating,
                    rules,
                    notes,
                    failure,
                    decision,
                    null,
                    null);
        }

        /** The same by other outcomes of the rules that it was held against. */
        Row with(List<RuleOutcome> outcomes) {
            return new Row(
                    variantId,
                    recipe,
                    precision,
                    baseline,
                    sizeBytes,
                    sizeRatio,
                    device,
                    accuracy,
                    latency,
                    peakMemoryBytes,
                    verdictOf(outcomes),
                    gating,
                    outcomes,
                    notes,
                    failure,
                    decision,
                    further,
                    sha256);
        }

        /** The strongest of those that decide; where none does there is nothing against it. */
        static Verdict verdictOf(List<RuleOutcome> outcomes) {
            return outcomes.stream()
                    .filter(outcome -> outcome.effect() == Effect.DECIDES)
                    .map(RuleOutcome::verdict)
                    .max(Comparator.naturalOrder())
                    .orElse(Verdict.PASS);
        }
    }

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
     * @param max largest value of the metric that the rule accepts, in the metric's unit
     * @param observed the estimate with its interval; null without evidence
     * @param sentence what was found, for a person
     * @param effect on the verdict of the row; absent in older documents, where all decide
     * @param slice of the samples that it is about; null where all
     * @param missing what it would take to decide; null where nothing is missing, or that is not known
     * @param waiver why it does not decide, or decides all the same, a sentence; null where nobody answers for it
     * @param min smallest value that the rule accepts; null where it has a largest one
     */
    public record RuleOutcome(
            String rule,
            String metric,
            double max,
            Interval observed,
            Verdict verdict,
            String sentence,
            Effect effect,
            String slice,
            Missing missing,
            String waiver,
            Double min) {
        public RuleOutcome {
            effect = effect == null ? Effect.DECIDES : effect;
        }

        /** That decides, of all samples. */
        public RuleOutcome(
                String rule, String metric, double max, Interval observed, Verdict verdict, String sentence) {
            this(rule, metric, max, observed, verdict, sentence, null, null, null, null, null);
        }

        /** For a person: in brackets where it does not decide, with the reason, such as {@code (FAIL, observed)}. */
        public String toldVerdict() {
            return effect == Effect.DECIDES
                    ? verdict.name()
                    : "(%s, %s)".formatted(verdict, effect.name().toLowerCase(Locale.ROOT));
        }

        RuleOutcome of(String part) {
            return new RuleOutcome(rule, metric, max, observed, verdict, sentence, effect, part, missing, waiver, min);
        }

        RuleOutcome lacking(Missing more) {
            return new RuleOutcome(rule, metric, max, observed, verdict, sentence, effect, slice, more, waiver, min);
        }

        RuleOutcome judged(Verdict other, String words) {
            return new RuleOutcome(rule, metric, max, observed, other, words, effect, slice, missing, waiver, min);
        }

        RuleOutcome with(Effect other) {
            return new RuleOutcome(rule, metric, max, observed, verdict, sentence, other, slice, missing, waiver, min);
        }

        RuleOutcome waived(String words) {
            return new RuleOutcome(rule, metric, max, observed, verdict, sentence, effect, slice, missing, words, min);
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
