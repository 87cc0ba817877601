package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestNodeTokenStore {
    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final NodeTokenStore tokens = new NodeTokenStore(jdbi);

    @Test
    void tokenIsGoodUntilItIsRevoked() {
        NodeToken first = tokens.add("lab-1", "first secret");
        NodeToken second = tokens.add("lab-1", "second secret");
        assertThat(tokens.good("first secret")).contains(first);
        assertThat(tokens.good("second secret")).contains(second);
        assertThat(tokens.good("no secret")).isEmpty();
        assertThat(tokens.ofNode("lab-1")).containsExactly(first, second);
        assertThat(tokens.ofNode("lab-2")).isEmpty();

        NodeToken revoked = tokens.revoke(first.id()).orElseThrow();
        assertThat(revoked.revokedAt()).isPresent();
        assertThat(tokens.good("first secret")).isEmpty();
        assertThat(tokens.good("second secret")).contains(second);
        assertThat(tokens.revoke(first.id()))
                .as("it stays revoked since it was")
                .contains(revoked);
    }

    @Test
    void tokenThatThereIsNotIsNotRevoked() {
        NodeToken token = tokens.add("lab-1", "a secret");
        assertThat(tokens.revoke(UUID.randomUUID())).isEmpty();
        assertThat(tokens.good("a secret")).contains(token);
    }

    @Test
    void secretIsNotInTheDatabase() {
        tokens.add("lab-1", "a secret");
        String row = jdbi.withHandle(handle -> handle.createQuery("SELECT CAST(node_token AS text) FROM node_token")
                .mapTo(String.class)
                .one());
        assertThat(row).contains("lab-1").doesNotContain("a secret");
    }
}
