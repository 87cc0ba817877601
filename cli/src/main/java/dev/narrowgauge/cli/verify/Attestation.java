package dev.narrowgauge.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.TestResultStatement;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.proof.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A signed statement, and the key that it is to be signed by, as files.
 *
 * @param file the envelope
 */
record Attestation(Path file, Envelope envelope, Path keyFile, VerifyingKey key, JsonMapper mapper) {
    /**
     * @param node content of the file
     * @throws NarrowgaugeException where a file cannot be read, or has not what it should
     */
    static Attestation of(Path file, JsonNode node, Path keyFile, JsonMapper mapper) {
        if (!Files.isRegularFile(keyFile)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "the public key %s is not a file".formatted(keyFile));
        }
        try {
            Envelope envelope = mapper.treeToValue(node, Envelope.class);
            VerifyingKey key = VerifyingKey.read(Files.readString(keyFile), "The file " + keyFile);
            return new Attestation(file, envelope, keyFile, key, mapper);
        } catch (IOException failure) {
            throw VerifyCommand.unreadable(file, "attestation", failure);
        }
    }

    /** Why it does not prove the document; empty where it does. */
    Optional<String> fault(JsonNode document) {
        Optional<byte[]> payload = envelope.open(key, Envelope.IN_TOTO);
        if (payload.isEmpty()) {
            List<String> signers = envelope.signatures().stream()
                    .map(Envelope.Signature::keyid)
                    .toList();
            return Optional.of(
                    signers.contains(key.id())
                            ? "The attestation %s was changed after it was signed: its signature is not that of its content."
                                    .formatted(file)
                            : "The attestation %s is not signed by the key %s, whose id is %s; it names %s."
                                    .formatted(
                                            file,
                                            keyFile,
                                            key.id(),
                                            signers.isEmpty() ? "none" : String.join(", ", signers)));
        }
        JsonNode statement = statement(payload.get());
        JsonNode signed = statement.path("predicate").path(TestResultStatement.EXTENSION);
        String root = signed.path("evidenceRoot").asText();
        String own = document.at("/digests/root").asText();
        if (!statement.path("_type").asText().equals(TestResultStatement.TYPE)
                || !statement.path("predicateType").asText().equals(TestResultStatement.PREDICATE_TYPE)
                || root.isEmpty()) {
            return Optional.of("The attestation %s is signed, but says nothing of a verdict.".formatted(file));
        }
        return root.equals(own)
                ? Optional.empty()
                : Optional.of(
                        "The attestation %s speaks of another document: of run %s with the evidence root %s; this one is of run %s with %s."
                                .formatted(
                                        file,
                                        signed.path("runId").asText(),
                                        root,
                                        document.path("runId").asText(),
                                        own.isEmpty() ? "none" : own));
    }

    private JsonNode statement(byte[] payload) {
        try {
            return mapper.readTree(payload);
        } catch (IOException failure) {
            throw VerifyCommand.unreadable(file, "attestation", failure);
        }
    }
}
