package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSigningKey {
    private static final HexFormat HEX = HexFormat.of();

    /** The header of PKCS #8 before the seed, which RFC 8410 shows in section 10.3. */
    private static final String PKCS8 = "302e020100300506032b657004220420";

    /** The second key and message of section 7.1 of RFC 8032. */
    @Test
    void signsAsTheRfcDoes() {
        SigningKey key = key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

        assertThat(key.verifying().pem())
                .contains(Base64.getEncoder()
                        .encodeToString(HEX.parseHex("302a300506032b6570032100"
                                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")));
        assertThat(HEX.formatHex(key.sign(HEX.parseHex("72"))))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void fileIsMadeOnceAndItsOwnersAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys").resolve("signing-key.pem");

        SigningKey made = SigningKey.keptIn(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.keptIn(file).verifying().id())
                .isEqualTo(made.verifying().id());
        assertThat(VerifyingKey.read(made.verifying().pem(), "it").id())
                .isEqualTo(made.verifying().id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret text",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----"
            })
    void whatIsNoKeyIsNotRepeated(String pem) {
        assertThatThrownBy(() -> SigningKey.read(pem, "NARROWGAUGE_SIGNING_KEY"))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageStartingWith("NARROWGAUGE_SIGNING_KEY is no private key of Ed25519")
                .hasMessageNotContainingAny("secret", "c2VjcmV0", "MCow")
                .hasNoCause();
    }

    @Test
    void envelopeOpensForItsKeyAndTypeAlone() {
        SigningKey key = SigningKey.random();
        byte[] document = "{}".getBytes(UTF_8);
        Envelope signed = Envelope.sign(document, Envelope.IN_TOTO, key);
        Envelope changed = new Envelope(
                Base64.getEncoder().encodeToString("{ }".getBytes(UTF_8)), signed.payloadType(), signed.signatures());
        Envelope garbled = new Envelope("{}", signed.payloadType(), signed.signatures());
        Envelope unsigned = new Envelope(signed.payload(), signed.payloadType(), List.of());
        Envelope cut =
                new Envelope(signed.payload(), signed.payloadType(), List.of(new Envelope.Signature("", "AAAA")));

        assertThat(signed.open(key.verifying(), Envelope.IN_TOTO)).contains(document);
        assertThat(signed.open(key.verifying(), "text/plain")).isEmpty();
        assertThat(signed.open(SigningKey.random().verifying(), Envelope.IN_TOTO))
                .isEmpty();
        assertThat(List.of(changed, garbled, unsigned, cut))
                .allSatisfy(envelope -> assertThat(envelope.open(key.verifying(), Envelope.IN_TOTO))
                        .isEmpty());
    }

    /** The example of the protocol's description. */
    @Test
    void whatIsSignedNamesTheType() {
        assertThat(new String(Envelope.encoded("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)), UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    private static SigningKey key(String seed) {
        String der = Base64.getEncoder().encodeToString(HEX.parseHex(PKCS8 + seed));
        return SigningKey.read(
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(der), "the key of the RFC");
    }
}
