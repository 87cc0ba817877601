package dev.narrowgauge.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestSignInAttempt {
    @Test
    void allIsMadeFromWhatTheBrowserKeeps() {
        SignInAttempt attempt = SignInAttempt.begin("company");
        SignInAttempt read = SignInAttempt.read(attempt.cookie()).orElseThrow();
        assertThat(read).isEqualTo(attempt);
        assertThat(read.state()).isEqualTo(attempt.state());
        assertThat(attempt.verifier()).matches("[0-9a-f]{64}");
        assertThat(attempt.challenge()).matches("[0-9A-Za-z_-]{43}");
        assertThat(Set.of(
                        attempt.state(),
                        attempt.nonce(),
                        attempt.verifier(),
                        SignInAttempt.begin("company").state()))
                .hasSize(4);
        assertThat(attempt.toString()).doesNotContain(attempt.secret());
    }

    @Test
    void cookieThatIsNoneIsNotRead() {
        String secret = SignInAttempt.begin("company").secret();
        for (String cookie :
                List.of("", secret, "company.", "company." + secret + "x", "COMPANY." + secret, "." + secret)) {
            assertThat(SignInAttempt.read(cookie)).as(cookie).isEmpty();
        }
    }
}
