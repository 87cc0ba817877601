package dev.narrowgauge.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.cli.identity.SignedIn;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.KeyText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestServiceBearer {
    private static final KeyText KEY = KeyText.random();
    private static final SignedIn SIGNED_IN =
            new SignedIn("https://id.example", "cli", "token", Instant.MAX, Optional.empty());

    @Test
    void keyOfTheEnvironmentComesBeforeItsTokenAndThatBeforeWhatIsKept() {
        assertThat(text(Map.of(ServiceKey.VARIABLE, KEY.text(), ServiceBearer.VARIABLE, "given")))
                .isEqualTo(KEY.text());
        assertThat(text(Map.of(ServiceBearer.VARIABLE, " given\n"))).isEqualTo("given");
        assertThat(text(Map.of())).isEqualTo("token");
        assertThat(ServiceBearer.of(Map.of(), Optional::empty, Optional::empty, () -> Optional.of(KEY))
                        .map(Bearer::text))
                .contains(KEY.text());
    }

    @Test
    void tokenThatVouchesForAJobComesBeforeWhatIsKept() {
        assertThat(ServiceBearer.of(
                                Map.of(),
                                () -> Optional.of(new ServiceBearer.Given("job")),
                                () -> Optional.of(SIGNED_IN),
                                () -> Optional.of(KEY))
                        .map(Bearer::text))
                .contains("job");
    }

    private static String text(Map<String, String> environment) {
        return ServiceBearer.of(environment, Optional::empty, () -> Optional.of(SIGNED_IN), () -> Optional.of(KEY))
                .orElseThrow()
                .text();
    }
}
