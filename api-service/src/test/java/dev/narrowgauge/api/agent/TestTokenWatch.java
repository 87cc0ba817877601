package dev.narrowgauge.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PostgresFixture;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestTokenWatch {
    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final NodeTokenStore tokens = new NodeTokenStore(jdbi);

    @Test
    void tokenIsSeenToBeRevoked() {
        NodeToken token = tokens.add("lab-1", List.of(), "a secret");
        TokenWatch watch = new TokenWatch(tokens, token.id(), Duration.ZERO);
        TokenWatch slow = new TokenWatch(tokens, token.id(), Duration.ofHours(1));
        assertThat(watch.getAsBoolean()).isFalse();
        tokens.revoke(token.id());
        assertThat(watch.getAsBoolean()).isTrue();
        assertThat(slow.getAsBoolean()).as("does not look each time").isFalse();
    }

    @Test
    void databaseThatDoesNotAnswerRevokesNothing() {
        NodeToken token = tokens.add("lab-1", List.of(), "a secret");
        TokenWatch watch = new TokenWatch(tokens, token.id(), Duration.ZERO);
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE node_token RENAME TO gone"));
        assertThat(watch.getAsBoolean()).isFalse();
    }
}
