package dev.narrowgauge.api.verdict;

import dev.narrowgauge.db.KnownVerdict;
import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What was decided about bytes. */
@Schema(name = "ContentVerdict")
public record ContentVerdictView(
        @Schema(description = "SHA-256 of the bytes") String digest,

        @Schema(description = "PASS, FAIL, INCONCLUSIVE or INVALID, on all devices of the run together")
        Verdict status,

        @Schema(description = "The run in which it was decided")
        String runId,

        Instant decidedAt,

        @Schema(description = "SHA-256 of the policy's canonical JSON")
        String policyDigest,

        @Schema(description = "Whether the verdict of the run depends on it")
        boolean gating,

        @Schema(description = "Why, for a person") String sentence,

        @Schema(description = "Root of the digests of the run's verdict document")
        String evidenceRoot,

        @Schema(description = "Where its signed statement is; null where it was not signed", nullable = true)
        String attestation) {
    static ContentVerdictView of(KnownVerdict verdict) {
        return new ContentVerdictView(
                verdict.sha256(),
                verdict.status(),
                verdict.runId().toString(),
                verdict.decidedAt(),
                verdict.policySha256(),
                verdict.gating(),
                verdict.sentence(),
                verdict.evidenceRoot(),
                verdict.signed() ? "/v1/verdicts/%s/attestation".formatted(verdict.sha256()) : null);
    }
}
