package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures of variants by OpenSSF Model Signing, held against its specification by programs that are not ours. */
@QuarkusTest
class TestModelSignatures extends ApiTest {
    private static final String FILE = "digits int8.onnx";

    @TempDir
    Path folder;

    private UUID variant;

    @BeforeEach
    void makeAVariant() {
        fixture.registerNode();
        variant = fixture.quantize(fixture.submitted());
    }

    @Test
    void opensslAcceptsTheSignature() throws Exception {
        OtherProgram.assumeInstalled("openssl");
        JsonNode envelope = signature("").json().path("dsseEnvelope");
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
            "openssl", "dgst", "-sha256", "-verify", publicKey(), "-signature", signature.toString(), signed.toString()
        };

        assertThat(OtherProgram.said(0, command)).contains("Verified OK");

        message.write(' ');
        Files.write(signed, message.toByteArray());
        OtherProgram.said(1, command);
    }

    @Test
    void anotherProgramReadsItAsTheSpecificationSays() throws Exception {
        OtherProgram.assumeInstalled("python3");
        Path file = Files.write(
                folder.resolve(FILE),
                http.get("/v1/variants/" + variant + "/content").body());
        Path bundle = Files.write(
                folder.resolve("bundle.sig"),
                signature("?file=digits%20int8.onnx").body());
        String[] command = {
            "python3", OtherProgram.script("model_signature.py"), file.toString(), bundle.toString(), publicKey()
        };

        assertThat(OtherProgram.said(0, command)).isEqualTo("VERIFIED");

        Files.writeString(file, "another");
        assertThat(OtherProgram.said(1, command)).contains("another file");
    }

    @Test
    void nameIsThatOfTheDownloadUnlessGiven() {
        String name = http.get("/v1/variants/" + variant + "/content")
                .header("Content-Disposition")
                .replaceFirst(".*filename=\"([^\"]+)\"", "$1");
        String payload = signature("").json().at("/dsseEnvelope/payload").asText();

        assertThat(new String(Base64.getDecoder().decode(payload), UTF_8)).contains("\"name\":\"" + name + "\"");
        for (String wrong : new String[] {"..", "a%2Fb.onnx", "%00", "a%0Ab"}) {
            http.get("/v1/variants/" + variant + "/signature?file=" + wrong).problem(ErrorCode.REQUEST_INVALID);
        }
    }

    private Http.Answer signature(String query) {
        Http.Answer answer =
                http.get("/v1/variants/" + variant + "/signature" + query).with(200);
        assertThat(answer.header("Content-Type")).startsWith("application/vnd.dev.sigstore.bundle.v0.3+json");
        return answer;
    }

    private String publicKey() throws IOException {
        byte[] pem = http.with(Optional.empty())
                .get("/v1/model-signing-key")
                .with(200)
                .body();
        return Files.write(folder.resolve("key.pem"), pem).toString();
    }
}
