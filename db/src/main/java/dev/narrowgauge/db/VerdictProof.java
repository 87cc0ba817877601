package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.ContentVerdict;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import java.util.List;
import java.util.Optional;

/**
 * What is written beside the verdict document of a run.
 *
 * @param digests of the document
 * @param attestation of the run; empty where nobody signs
 */
public record VerdictProof(EvidenceDigests digests, Optional<Envelope> attestation, List<OfContent> contents) {
    public VerdictProof {
        contents = List.copyOf(contents);
    }

    /** @param attestation of those bytes; empty where nobody signs */
    public record OfContent(ContentVerdict verdict, Optional<Envelope> attestation) {}
}
