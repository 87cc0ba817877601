package dev.narrowgauge.api.verdict;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.db.VerdictProof;
import dev.narrowgauge.domain.gate.ContentVerdict;
import dev.narrowgauge.domain.gate.TestResultStatement;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Digests verdict documents as clients get them, and signs what they say where there is a key. */
public final class VerdictProver {
    private final ObjectMapper json;
    private final InstallationKey key;

    /** @param json that answers are written by */
    public VerdictProver(ObjectMapper json, InstallationKey key) {
        this.json = requireNonNull(json, "json is null");
        this.key = requireNonNull(key, "key is null");
    }

    VerdictDocument digested(VerdictDocument document) {
        try {
            // By its text: a number is then what a reader takes it for.
            byte[] text = json.writeValueAsBytes(document);
            return document.withDigests(
                    EvidenceDigests.of(json.readValue(text, new TypeReference<Map<String, Object>>() {})));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param document with digests */
    VerdictProof proof(VerdictDocument document) {
        TestResultStatement statement = new TestResultStatement(document);
        List<VerdictProof.OfContent> contents = ContentVerdict.of(document).stream()
                .map(content -> new VerdictProof.OfContent(content, signed(statement.of(content))))
                .toList();
        return new VerdictProof(document.digests(), signed(statement.ofRun()), contents);
    }

    private Optional<Envelope> signed(byte[] statement) {
        return key.signing().map(signing -> Envelope.sign(statement, Envelope.IN_TOTO, signing));
    }
}
