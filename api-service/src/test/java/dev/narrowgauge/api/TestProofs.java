package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict is proven by, held against programs that are not ours. */
@QuarkusTest
@Timeout(600)
class TestProofs extends ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONTENT = Sha256.of(RunFixture.VARIANT_CONTENT);

    @TempDir
    Path folder;

    private String run;

    @BeforeEach
    void judge() {
        fixture.registerNode();
        run = fixture.submitted();
        fixture.quantize(run);
        fixture.benchmark(run);
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
    }

    @Test
    void everyPieceOfTheDocumentHasItsDigest() throws IOException {
        byte[] body = http.get("/v1/runs/" + run + "/verdict").with(200).body();
        Map<String, Object> document = JSON.readValue(body, new TypeReference<>() {});

        EvidenceDigests stated = JSON.convertValue(document.get("digests"), EvidenceDigests.class);

        assertThat(EvidenceDigests.of(document)).isEqualTo(stated);
        assertThat(stated.leaves())
                .extracting(EvidenceDigests.Leaf::name)
                .contains(
                        "/decidedAt",
                        "/policy",
                        "/model",
                        "/calibrationDataset",
                        "/evaluationDataset",
                        "/files",
                        "/variants/1/accuracy/evidence",
                        "/variants/1/latency/evidence",
                        "/variants/1/device");
        assertThat(JSON.readTree(body).at("/files/0/sha256").asText()).isEqualTo(CONTENT);
        assertThat(JSON.readTree(body).at("/files/0/rows/0").asInt()).isOne();
    }

    @Test
    void statementSaysWhatInTotoReads() throws IOException {
        JsonNode verdict = http.get("/v1/runs/" + run + "/verdict").json();
        JsonNode statement = statement(attestation());

        assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.path("predicateType").asText())
                .isEqualTo("https://in-toto.io/attestation/test-result/v0.1");
        assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo(CONTENT);
        JsonNode predicate = statement.path("predicate");
        assertThat(predicate.path("result").asText()).isEqualTo("PASSED");
        assertThat(predicate.path("configuration").findValuesAsText("sha256"))
                .containsExactly(
                        EvidenceDigests.of(Map.of("policy", JSON.convertValue(verdict.path("policy"), Map.class)))
                                .leaves()
                                .getFirst()
                                .sha256(),
                        verdict.at("/model/id").asText(),
                        verdict.at("/calibrationDataset/id").asText(),
                        verdict.at("/evaluationDataset/id").asText());
        assertThat(predicate.path("passedTests"))
                .extracting(JsonNode::asText)
                .contains(verdict.at("/variants/1/recipe").asText() + " on x86-vnni: accuracy");
        assertThat(predicate.path("failedTests")).isEmpty();
        assertThat(predicate.at("/narrowgauge/runId").asText()).isEqualTo(run);
        assertThat(predicate.at("/narrowgauge/evidenceRoot").asText())
                .isEqualTo(verdict.at("/digests/root").asText());
    }

    @Test
    void opensslAcceptsTheSignature() throws Exception {
        OtherProgram.assumeInstalled("openssl");
        JsonNode envelope = attestation();
        byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes("DSSEv1 28 application/vnd.in-toto+json %d "
                .formatted(payload.length)
                .getBytes(UTF_8));
        message.writeBytes(payload);
        Path signed = Files.write(folder.resolve("message"), message.toByteArray());
        Path signature = Files.write(
                folder.resolve("signature"),
                Base64.getDecoder().decode(envelope.at("/signatures/0/sig").asText()));
        String[] command = {
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            publicKey().toString(),
            "-rawin",
            "-in",
            signed.toString(),
            "-sigfile",
            signature.toString()
        };

        assertThat(OtherProgram.said(0, command)).contains("Signature Verified Successfully");

        message.write(' ');
        Files.write(signed, message.toByteArray());
        OtherProgram.said(1, command);
    }

    /** A program of the standard library of Python alone, with another Ed25519, another canonical form and another tree. */
    @Test
    void anotherProgramComesToTheSameDigestsAndAcceptsTheSignature() throws Exception {
        OtherProgram.assumeInstalled("python3");
        Path verdict = Files.write(
                folder.resolve("verdict.json"),
                http.get("/v1/runs/" + run + "/verdict").body());
        Path envelope = Files.write(
                folder.resolve("envelope.json"),
                http.get("/v1/runs/" + run + "/attestation").body());
        String[] command = {
            "python3",
            OtherProgram.script("verify.py"),
            verdict.toString(),
            envelope.toString(),
            publicKey().toString()
        };

        assertThat(OtherProgram.said(0, command)).isEqualTo("PASSED");

        Files.writeString(verdict, Files.readString(verdict).replaceFirst("\"samples\":1000", "\"samples\":1001"));
        assertThat(OtherProgram.said(1, command)).contains("/variants/");
    }

    /** As its web metric sends it: a client of Go, with the headers that the template names and no others. */
    @Test
    void rolloutsGetTheVerdictOfBytes() {
        KeyText viewer = newKey(Permission.READ);
        Http.Answer answer = http.with(Optional.of(viewer))
                .lines(
                        "GET /v1/verdicts/" + CONTENT,
                        "Host: localhost:" + root.getPort(),
                        "User-Agent: Go-http-client/1.1",
                        "Accept-Encoding: gzip");

        JsonNode result = answer.with(200).json();
        assertThat(result.path("status").asText()).isEqualTo("PASS");
        assertThat(result.path("digest").asText()).isEqualTo(CONTENT);
        assertThat(result.path("runId").asText()).isEqualTo(run);
        assertThat(result.path("gating").asBoolean()).isTrue();
        assertThat(result.path("sentence").asText())
                .isEqualTo("It passes every rule of the policy that decides, on x86-vnni.");
        JsonNode verdict = http.get("/v1/runs/" + run + "/verdict").json();
        assertThat(result.path("evidenceRoot").asText())
                .isEqualTo(verdict.at("/digests/root").asText());
        assertThat(result.path("decidedAt").asText())
                .startsWith(verdict.path("decidedAt").asText().substring(0, 19));
        JsonNode statement = statement(
                http.get(result.path("attestation").asText()).with(200).json());
        assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo(CONTENT);
        assertThat(statement.at("/predicate/result").asText()).isEqualTo("PASSED");
    }

    @Test
    void digestMayNameItsAlgorithmAndHasToBeOne() {
        http.get("/v1/verdicts/sha256:" + CONTENT).with(200);
        assertThat(http.get("/v1/verdicts/" + "0".repeat(64)).problem(ErrorCode.NOT_FOUND))
                .contains("No verdict about bytes");
        assertThat(http.get("/v1/verdicts/nope").problem(ErrorCode.REQUEST_INVALID))
                .contains("64 hexadecimal digits");
    }

    @Test
    void runWithoutVerdictHasNoAttestation() {
        String open = fixture.submitted();
        assertThat(http.get("/v1/runs/" + open + "/attestation").problem(ErrorCode.CONFLICT))
                .contains("has not ended");
        http.post("/v1/runs/" + open + "/cancel", "").with(200);
        http.get("/v1/runs/" + open + "/attestation").problem(ErrorCode.CONFLICT);
        http.get("/v1/runs/nope/attestation").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void verdictAndAttestationStayWhenTheRunIsDeleted() {
        byte[] before = http.get("/v1/runs/" + run + "/attestation").with(200).body();

        http.delete("/v1/runs/" + run).with(200);

        assertThat(http.get("/v1/runs/" + run + "/attestation").with(200).body())
                .isEqualTo(before);
        assertThat(http.get("/v1/verdicts/" + CONTENT)
                        .with(200)
                        .json()
                        .path("runId")
                        .asText())
                .isEqualTo(run);
    }

    /** A variant that could not be made has no bytes: what is signed then speaks of the model, and never of passing. */
    @Test
    void failureIsSignedToo() {
        String failing = fixture.submitted();
        fixture.fail(failing);
        SseEvent.follow(key, root.resolve("/v1/runs/" + failing + "/events"), 0);

        JsonNode statement = statement(
                http.get("/v1/runs/" + failing + "/attestation").with(200).json());

        assertThat(statement.at("/predicate/result").asText()).isEqualTo("FAILED");
        assertThat(statement.at("/predicate/narrowgauge/verdict").asText()).isEqualTo("INVALID");
        assertThat(statement.at("/predicate/failedTests/0").asText()).endsWith(": MODEL_UNSUPPORTED_OPERATOR");
        assertThat(statement.at("/subject/0/digest/sha256").asText())
                .isEqualTo(
                        http.get("/v1/runs/" + failing).json().path("modelId").asText());
    }

    private JsonNode attestation() {
        return http.get("/v1/runs/" + run + "/attestation").with(200).json();
    }

    private static JsonNode statement(JsonNode envelope) {
        try {
            return JSON.readTree(
                    Base64.getDecoder().decode(envelope.path("payload").asText()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path publicKey() throws IOException {
        Http.Answer answer = http.with(Optional.empty()).get("/v1/signing-key").with(200);
        assertThat(answer.header("Narrowgauge-Key-Id"))
                .isEqualTo(attestation().at("/signatures/0/keyid").asText());
        return Files.write(folder.resolve("key.pem"), answer.body());
    }
}
