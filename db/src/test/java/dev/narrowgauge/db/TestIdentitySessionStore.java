package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestIdentitySessionStore {
    private static final Identity ANN = new Identity(
            "company",
            "f81d4fae",
            "ann",
            Map.of("default", Set.of(Permission.READ), "vision", Set.of(Permission.READ, Permission.SUBMIT)));

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final IdentitySessionStore sessions = new IdentitySessionStore(jdbi);
    private final KeyText text = KeyText.random();

    @Test
    void sessionIsFoundByItsIdAndSecretUntilItEnds() {
        IdentitySession session = sessions.open(text, ANN, Duration.ofHours(1));
        assertThat(session.identity()).isEqualTo(ANN);
        assertThat(sessions.find(text.id(), text.sha256())).contains(session);
        assertThat(sessions.find(text.id(), KeyText.random().sha256())).isEmpty();

        sessions.end(text.id());
        assertThat(sessions.find(text.id(), text.sha256())).isEmpty();
    }

    @Test
    void whatHasExpiredIsForgottenByTheNext() {
        sessions.open(text, ANN, Duration.ZERO);
        KeyText next = KeyText.random();
        sessions.open(next, ANN, Duration.ofHours(1));
        assertThat(sessions.find(text.id(), text.sha256())).isEmpty();
        assertThat(sessions.find(next.id(), next.sha256())).isPresent();
    }
}
