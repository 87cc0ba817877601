package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was stored before outputs beyond the first, and decisions, were known is still read. */
class TestOldDocuments {
    @Test
    void measurementHasAnAnswerForEachSample() {
        AccuracyEvidence evidence = Json.read("""
                {"samples": 800, "labelled": true, "baselineCorrect": 790, "variantCorrect": 789,
                 "onlyVariantCorrect": 1, "onlyBaselineCorrect": 2, "flips": 4, "outputSqnrDb": 39.5}
                """, AccuracyEvidence.class);
        assertThat(evidence.answers()).isEqualTo(800);
        assertThat(evidence.outputs()).isEmpty();
        assertThat(evidence.paired().samples()).isEqualTo(800);
        assertThat(Json.read(Json.write(evidence), AccuracyEvidence.class)).isEqualTo(evidence);
    }

    @Test
    void verdictHasNoDecisions() {
        VerdictDocument document = Json.read("""
                {"schemaVersion": 1, "runId": "r", "runName": "n", "decidedAt": "2026-01-02T03:04:05Z",
                 "verdict": "PASS", "variants": [{"precision": "int8", "recipe": "int8", "baseline": false,
                  "verdict": "PASS", "gating": true, "rules": [], "notes": []}]}
                """, VerdictDocument.class);
        assertThat(document.decisions()).isEmpty();
        assertThat(document.variants().getFirst().decision()).isNull();
    }

    @Test
    void verdictSaysNothingOfWhatPoliciesDidNotSay() {
        VerdictDocument document = Json.read("""
                {"schemaVersion": 1, "runId": "r", "runName": "n", "decidedAt": "2026-01-02T03:04:05Z",
                 "verdict": "PASS",
                 "policy": {"version": 1, "gate": ["INT8"], "maxWait": 3600.0, "rules": [
                  {"id": "accuracy", "metric": "ACCURACY_TOP1_LOSS", "max": 0.01, "confidence": 0.95},
                  {"id": "latency", "metric": "LATENCY_P50_RATIO", "max": 1.0, "confidence": 0.95},
                  {"id": "agreement", "metric": "ACCURACY_AGREEMENT", "max": 1.0, "confidence": 0.95}]},
                 "variants": [{"precision": "int8", "recipe": "int8", "baseline": false,
                  "verdict": "PASS", "gating": true, "notes": [], "rules": [
                   {"rule": "latency", "metric": "latency.p50.ratio", "max": 1.0, "observed": null, "verdict": "PASS",
                    "sentence": "Latency ratio 0.5."}]}]}
                """, VerdictDocument.class);
        assertThat(document.policy()).isEqualTo(Policy.standard());
        RuleOutcome outcome = document.variants().getFirst().rules().getFirst();
        assertThat(outcome.effect()).isEqualTo(Effect.DECIDES);
        assertThat(outcome)
                .isEqualTo(
                        new RuleOutcome("latency", "latency.p50.ratio", 1, null, Verdict.PASS, "Latency ratio 0.5."));
        assertThat(document.variants().getFirst().further()).isNull();
    }

    @Test
    void policyOfTheNewestVersionIsStoredWhole() {
        Policy policy = Policy.fromMap(Map.of(
                "requires",
                "any",
                "rules",
                List.of(Map.of("id", "c", "metric", "coverage", "min", 0.8, "enforceFrom", "2027-01-31")),
                "waivers",
                List.of(Map.of(
                        "rule", "c", "model", "a".repeat(64), "reason", "r", "owner", "o", "expires", "2027-02-28"))));
        assertThat(Json.read(Json.write(policy), Policy.class)).isEqualTo(policy);
    }
}
