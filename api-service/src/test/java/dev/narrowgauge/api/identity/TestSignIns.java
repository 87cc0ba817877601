package dev.narrowgauge.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestSignIns {
    private static final String PAGE = "https://narrowgauge.example";

    private final TestingProvider provider = TestingProvider.start();
    private Instant now = Instant.parse("2026-07-01T12:00:00Z");
    private final SignIns signIns =
            SignIns.of(IdentityTokens.of(TestingSettings.of("company", """
            issuer=%s
            client-id=narrowgauge-page
            rules.all.role=viewer\
            """.formatted(provider.issuer())), () -> now));

    @AfterEach
    void stop() {
        provider.close();
    }

    /** Anybody can begin a sign-in, as often as they like. */
    @Test
    void providerThatDoesNotAnswerIsAskedRarely() {
        provider.silence(true);
        assertUnavailable();
        provider.silence(false);
        assertUnavailable();
        now = now.plus(Shelf.BETWEEN_LOOKS);
        assertThat(signIns.begin("company", PAGE).address().toString()).startsWith(provider.issuer() + "/authorize?");

        provider.silence(true);
        now = now.plus(Shelf.KEPT);
        assertThat(signIns.begin("company", PAGE).cookie())
                .as("by what was read before")
                .startsWith("company.");
    }

    private void assertUnavailable() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> signIns.begin("company", PAGE))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE));
    }
}
