package dev.narrowgauge.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
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

    /** Else a provider among several could be sent a code of another's. */
    @Test
    void browserThatComesBackFromAnotherProviderIsRefused() {
        SignIns.Begun begun = signIns.begin("company", PAGE);
        assertThat(refusal(begun, Optional.of("https://evil.example"))).contains("'company'", "from another", "'iss'");
        assertThat(refusal(begun, Optional.empty()))
                .as("the provider may say it or not")
                .contains("invalid_grant");
        assertThat(refusal(begun, Optional.of(provider.issuer()))).contains("invalid_grant");
    }

    @Test
    void providerThatNamesItselfIsHeldToIt() {
        provider.nameItself();
        SignIns.Begun begun = signIns.begin("company", PAGE);
        assertThat(refusal(begun, Optional.empty())).contains("without the issuer", "'company'", "'iss'");
        assertThat(refusal(begun, Optional.of(provider.issuer()))).contains("invalid_grant");
    }

    /** What is said of a code that the provider does not know, where it is asked. */
    private String refusal(SignIns.Begun begun, Optional<String> issuer) {
        String state = Arrays.stream(begun.address().getQuery().split("&"))
                .filter(field -> field.startsWith("state="))
                .map(field -> field.substring("state=".length()))
                .findFirst()
                .orElseThrow();
        Throwable refusal = catchThrowable(
                () -> signIns.finish(begun.cookie(), new SignIns.SentBack(state, "no-code", issuer), PAGE));
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOKEN_REFUSED));
        return refusal.getMessage();
    }

    private void assertUnavailable() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> signIns.begin("company", PAGE))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE));
    }
}
