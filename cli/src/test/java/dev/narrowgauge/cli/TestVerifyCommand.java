package dev.narrowgauge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.proof.CanonicalJson;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import dev.narrowgauge.domain.proof.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict document is proven by, offline. */
final class TestVerifyCommand extends CommandLineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a run whose one variant could not be measured. */
    private static final String DOCUMENT = """
            {"schemaVersion": 1, "runId": "7", "decidedAt": "2026-03-01T10:00:00Z", "verdict": "INVALID",
             "policy": {"version": 1, "gate": ["int8"], "rules": []},
             "variants": [{
               "recipe": "int8", "precision": "int8", "baseline": false, "verdict": "INVALID", "gating": true, "rules": [],
               "notes": [], "device": {"deviceClass": "x86-vnni"},
               "failure": {"code": "NO_DEVICE", "message": "There was no node."}}]}
            """;

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.random();
    private Path document;
    private Path attestation;
    private Path publicKey;

    @BeforeEach
    void write() throws IOException {
        Map<String, Object> content = JSON.readValue(DOCUMENT, new TypeReference<>() {});
        EvidenceDigests digests = EvidenceDigests.of(content);
        content.put("digests", digests);
        document = folder.resolve("verdict.json");
        JSON.writeValue(document.toFile(), content);
        attestation = signed(digests.root(), "7", key, "envelope.json");
        publicKey = Files.writeString(folder.resolve("key.pem"), key.verifying().pem());
    }

    @Test
    void documentThatWasSignedIsVerified() {
        assertThat(verify()).isEqualTo(ExitCode.OK.status());
        assertThat(output.toString()).contains("VERIFIED", "SIGNED: it is the document of");
        assertThat(execute("verify", document.toString())).isEqualTo(ExitCode.OK.status());
    }

    @Test
    void documentOfBeforeDigestsIsVerifiedButProvenByNothing() throws IOException {
        Files.writeString(document, DOCUMENT);

        assertThat(execute("verify", document.toString())).isEqualTo(ExitCode.OK.status());
        assertThat(verify()).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString()).contains("this one is of run 7 with none.");
    }

    @Test
    void pieceThatWasChangedIsNamed() throws IOException {
        replace(document, "There was no node.", "There was no mode.");

        assertThat(execute("verify", document.toString())).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString())
                .contains(
                        "DIFFERENT",
                        "The row, beside its device and evidence, of 'int8' on x86-vnni (/variants/0) was changed.");
    }

    @Test
    void anotherKeyIsNotTaken() throws IOException {
        SigningKey other = SigningKey.random();
        Files.writeString(publicKey, other.verifying().pem());

        assertThat(verify()).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString().replaceAll("\\s+", " "))
                .contains(
                        "is not signed by the key",
                        "whose id is " + other.verifying().id(),
                        "it names " + key.verifying().id());
    }

    @Test
    void payloadThatWasChangedIsNotTaken() throws IOException {
        Map<String, Object> envelope = JSON.readValue(attestation.toFile(), new TypeReference<>() {});
        byte[] payload = new ObjectMapper().convertValue(envelope.get("payload"), byte[].class);
        envelope.put(
                "payload",
                new String(payload, UTF_8).replace("FAILED", "PASSED").getBytes(UTF_8));
        JSON.writeValue(attestation.toFile(), envelope);

        assertThat(verify()).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString().replaceAll("\\s+", " ")).contains("was changed after it was signed");
    }

    @Test
    void attestationOfAnotherDocumentIsNotTaken() throws IOException {
        attestation = signed("0".repeat(64), "8", key, "other.json");

        assertThat(verify()).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString().replaceAll("\\s+", " ")).contains("speaks of another document: of run 8");
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        Files.writeString(publicKey, "no key");
        assertFails("error REQUEST_INVALID: The file " + publicKey + " is no public key", arguments());
        Files.delete(publicKey);
        assertFails("error FILE_NOT_FOUND: the public key", arguments());
        Files.writeString(attestation, "{\"payload\": 7}");
        Files.writeString(publicKey, key.verifying().pem());
        assertFails("error REQUEST_INVALID: " + attestation + " is not a valid attestation", arguments());
    }

    private Path signed(String root, String run, SigningKey by, String name) throws IOException {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("_type", "https://in-toto.io/Statement/v1");
        statement.put("predicateType", "https://in-toto.io/attestation/test-result/v0.1");
        statement.put(
                "predicate", Map.of("result", "FAILED", "narrowgauge", Map.of("evidenceRoot", root, "runId", run)));
        Path file = folder.resolve(name);
        JSON.writeValue(
                file.toFile(), Envelope.sign(CanonicalJson.bytes(statement), "application/vnd.in-toto+json", by));
        return file;
    }

    private static void replace(Path file, String what, String by) throws IOException {
        Files.writeString(file, Files.readString(file).replace(what, by));
    }

    private String[] arguments() {
        return new String[] {
            "verify", document.toString(), "--attestation", attestation.toString(), "--public-key", publicKey.toString()
        };
    }

    private int verify() {
        return execute(arguments());
    }
}
