package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.gate.VerdictDocument.Accuracy;
import dev.narrowgauge.domain.gate.VerdictDocument.Failure;
import dev.narrowgauge.domain.gate.VerdictDocument.Latency;
import java.util.Comparator;
import java.util.List;

/**
 * One variant on one node. A null means not known.
 *
 * @param precision fp32, fp16, int8
 * @param gating whether this row decides the run's verdict
 * @param notes sentences a person should read before acting on the row
 * @param decision about this variant on this node; null for the baseline and in documents older than decisions
 * @param further what was found beside accuracy and latency; null for the baseline and in documents older than it
 * @param sha256 of the variant's file, hex; null likewise
 * @param extension of which measurements its evidence is; null where of one
 * @param reused from where its measurement was taken; null where it was made for this run
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
        String sha256,
        Extension extension,
        Reused reused) {
    public Row {
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
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
                sha256,
                extension,
                reused);
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
