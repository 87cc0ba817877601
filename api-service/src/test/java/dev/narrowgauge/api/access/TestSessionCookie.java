package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestSessionCookie {
    private static final String PLAIN = "narrowgauge_session=value; Path=/; Max-Age=60; HttpOnly; SameSite=Strict";

    @Test
    void browserThatCameEncryptedSendsItNoOtherWay() {
        assertThat(cookie("https", null)).isEqualTo(PLAIN + "; Secure");
        assertThat(cookie("https", "https://narrowgauge.example")).isEqualTo(PLAIN + "; Secure");
        assertThat(cookie("http", "https://narrowgauge.example"))
                .as("through a proxy")
                .isEqualTo(PLAIN + "; Secure");
    }

    /** Some browsers would not keep it else. */
    @Test
    void browserOfThisMachineNeedsNoEncryption() {
        assertThat(cookie("http", "http://localhost:8080")).isEqualTo(PLAIN);
        assertThat(cookie("http", null)).isEqualTo(PLAIN);
    }

    private static String cookie(String scheme, String origin) {
        return SessionCookie.of("value", Duration.ofMinutes(1), scheme, origin);
    }
}
