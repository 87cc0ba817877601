package dev.narrowgauge.domain.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the examples that NIST publishes beside FIPS 180-4. */
class TestSha256 {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OF_A_MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @Test
    void digestsAreThoseOfTheStandard(@TempDir Path directory) throws Exception {
        byte[] million = "a".repeat(1_000_000).getBytes(UTF_8);
        Path file = Files.write(directory.resolve("a"), million);
        assertThat(Sha256.of("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.of(million)).isEqualTo(OF_A_MILLION_A);
        assertThat(Sha256.of(file)).isEqualTo(OF_A_MILLION_A);
        assertThat(Sha256.ofWritten(out -> out.write(million))).isEqualTo(OF_A_MILLION_A);
    }

    @Test
    void formIsThatOfADigest() {
        assertThat(Sha256.isOne(OF_ABC)).isTrue();
        assertThat(Sha256.isOne(OF_ABC.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(Sha256.isOne(OF_ABC.substring(1))).isFalse();
        assertThat(Sha256.isOne(OF_ABC + "\n")).isFalse();
    }
}
