package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it verifies is for other programs to say, in the tests of the API. */
class TestModelSignature {
    private static final HexFormat HEX = HexFormat.of();
    private static final String DIGEST = "ab".repeat(32);

    /** PKCS #8 around the private number, without the public point. */
    private static final String PKCS8 = "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";

    /** The key pair of section A.2.5 of RFC 6979. */
    @Test
    void publicPointIsThatOfTheRfc() {
        ModelSigningKey key = ModelSigningKey.read(
                Pem.of(
                        "PRIVATE KEY",
                        HEX.parseHex(PKCS8 + "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")),
                "the key of the RFC");

        String der = key.publicPem().replaceAll("-----[A-Z ]+-----|\\n", "");
        assertThat(HEX.formatHex(Base64.getDecoder().decode(der)))
                .endsWith("04" + "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                        + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    }

    @Test
    void fileIsMadeOnceAndItsOwnersAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys").resolve("model-signing-key.pem");

        ModelSigningKey made = ModelSigningKey.keptIn(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ModelSigningKey.keptIn(file).hint()).isEqualTo(made.hint());
    }

    @Test
    void keysOfOtherKindsAreRefused() throws Exception {
        for (String curve : new String[] {"secp384r1", "secp521r1"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            assertRefused(Pem.of(
                    "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
        }
        assertRefused(Pem.of(
                "PRIVATE KEY",
                KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded()));
        assertRefused("secret text");
        assertRefused(ModelSigningKey.random().publicPem());
    }

    private static void assertRefused(String pem) {
        assertThatThrownBy(() -> ModelSigningKey.read(pem, "NARROWGAUGE_SIGNING_MODEL_KEY"))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageStartingWith("NARROWGAUGE_SIGNING_MODEL_KEY is no private key on the curve P-256")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b.onnx", "a\\b.onnx", "a\nb", "\u0000", "a\"b"})
    void whatIsNoNameOfAFileIsNotSigned(String name) {
        ModelSigningKey key = ModelSigningKey.random();
        assertThatThrownBy(() -> ModelSignature.of(name, DIGEST, key))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageContaining("is no name of a file");
    }

    @Test
    void namesOfAllLanguagesAreFiles() {
        byte[] bundle = ModelSignature.of("ziffern-größe+2 int8.onnx", DIGEST, ModelSigningKey.random());
        assertThat(new String(bundle, UTF_8)).startsWith("{\"dsseEnvelope\":{\"payload\":\"");
    }
}
