package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestNodeTokenStore {
    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final NodeTokenStore tokens = new NodeTokenStore(jdbi);

    @Test
    void tokenIsGoodUntilItIsRevoked() {
        NodeToken first = tokens.add("lab-1", List.of(), "first secret");
        NodeToken second = tokens.add("lab-1", List.of(), "second secret");
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
        NodeToken token = tokens.add("lab-1", List.of(), "a secret");
        assertThat(tokens.revoke(UUID.randomUUID())).isEmpty();
        assertThat(tokens.good("a secret")).contains(token);
    }

    @Test
    void classesAreThoseOfAPersonOrTheFirstThatAreOffered() {
        NodeToken open = tokens.add("lab-1", List.of(), "open");
        assertThat(open.deviceClasses()).isEmpty();
        assertThat(tokens.fix(open.id(), List.of("x86-vnni", "x86-avx2"))).containsExactly("x86-vnni", "x86-avx2");
        assertThat(tokens.fix(open.id(), List.of("arm-dotprod"))).containsExactly("x86-vnni", "x86-avx2");
        NodeToken given = tokens.add("lab-1", List.of("x86-avx2"), "given");
        assertThat(tokens.fix(given.id(), List.of("x86-amx"))).containsExactly("x86-avx2");
        assertThat(tokens.good("open").orElseThrow().deviceClasses()).containsExactly("x86-vnni", "x86-avx2");
        tokens.revoke(given.id());
        assertThat(tokens.fix(given.id(), List.of("x86-avx2"))).isEmpty();
    }

    @Test
    void secretIsNotInTheDatabase() {
        tokens.add("lab-1", List.of(), "a secret");
        String row = jdbi.withHandle(handle -> handle.createQuery("SELECT CAST(node_token AS text) FROM node_token")
                .mapTo(String.class)
                .one());
        assertThat(row).contains("lab-1").doesNotContain("a secret");
    }
}
