package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import java.util.UUID;

/**
 * What was decided about bytes in a run.
 *
 * @param sha256 of the bytes
 * @param policySha256 of the policy by which it was decided
 * @param evidenceRoot of the digests of the verdict document
 * @param signed whether there is an attestation of it
 */
public record KnownVerdict(
        String sha256,
        UUID runId,
        Verdict status,
        boolean gating,
        String sentence,
        Instant decidedAt,
        String policySha256,
        String evidenceRoot,
        boolean signed) {}
