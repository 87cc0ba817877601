package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.proof.ModelSigningKey;
import dev.narrowgauge.domain.proof.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keys that sign, and signatures beside what was signed. */
final class TestSigning extends ServiceCommandTest {
    private static final String VARIANT = "/v1/variants/018f4a40-0000-7000-8000-000000000001";

    @Test
    void signatureOfAVariantIsWrittenBesideIt() {
        answer(VARIANT, 200, "{\"id\":\"1\"}");
        answer(VARIANT + "/content", 200, "the file");
        answer(VARIANT + "/signature", 200, "{\"mediaType\":\"a bundle\"}");
        Path file = directory.resolve("digits int8.onnx");

        assertThat(ask(
                        "variant",
                        "pull",
                        VARIANT.substring("/v1/variants/".length()),
                        "-o",
                        file.toString(),
                        "--signature"))
                .isZero();

        assertThat(file).hasContent("the file");
        assertThat(directory.resolve("digits int8.onnx.sig")).hasContent("{\"mediaType\":\"a bundle\"}");
        assertThat(asked).contains("GET " + VARIANT + "/signature?file=digits%20int8.onnx ");
        assertThat(output.toString()).contains("digits int8.onnx.sig", "unverified by the reference implementation");
    }

    @Test
    void keysThatSignAreMadeOnce() throws IOException {
        Path verdicts = directory.resolve("signing-key");
        Path models = directory.resolve("model-signing-key");

        assertThat(execute("admin", "make-signing-key", verdicts.toString())).isZero();
        assertThat(execute("admin", "make-signing-key", "--models", models.toString()))
                .isZero();

        assertThat(output.toString())
                .contains(
                        SigningKey.read(Files.readString(verdicts), "it")
                                .verifying()
                                .id(),
                        ModelSigningKey.read(Files.readString(models), "it").hint());
        assertThat(execute("admin", "make-signing-key", models.toString())).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith("error OUTPUT_NOT_WRITABLE: ");
    }

    @Test
    void schemaOfPoliciesIsPrinted() {
        assertThat(execute("policy", "schema")).isZero();
        assertThat(output.toString()).contains("urn:narrowgauge:schema:policy");
    }
}
