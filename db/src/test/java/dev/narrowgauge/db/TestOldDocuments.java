package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
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
}
