package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.audit.AuditChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestAuditStore {
    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final AuditStore store = new AuditStore(jdbi);

    @Test
    void whatIsWrittenCanBeRecomputedFromItsLines() {
        store.add(List.of(
                entry("plain"), entry("'quotes', \"more\", \\ and {braces}, \n lines, ü and 漢字"), entry("a%sb%%c")));
        assertThat(store.after(0, 10)).as("before it is chained").isEmpty();
        store.chain();
        store.chain();
        assertThat(chained().mark()).startsWith("3:");
        assertThat(store.after(0, 10)).extracting(AuditStore.Line::sequence).containsExactly(1L, 2L, 3L);
        assertThat(store.after(0, 1).getFirst().text())
                .contains("\"operation\":\"revokeKey\",\"outcome\":\"done\",\"by\":\"NOBODY\"")
                .contains("\"address\":\"192.0.2.1\",\"target\":\"plain\"");
    }

    /** Each of many chains what it has written, while the others do, too. */
    @Test
    void thoseWhoChainAtATimeMakeOneChain() throws Exception {
        List<Callable<Void>> writers = Collections.nCopies(20, () -> {
            for (int i = 0; i < 10; i++) {
                store.add(List.of(entry("one"), entry("another")));
                store.chain();
            }
            return null;
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> end : threads.invokeAll(writers)) {
                end.get();
            }
        }
        store.chain();
        assertThat(chained().last()).isEqualTo(400);
    }

    @Test
    void pagesBeginWithTheNewest() {
        store.add(IntStream.range(0, 5).mapToObj(i -> entry("t" + i)).toList());
        store.chain();
        Page<AuditStore.Line> first = store.list(Optional.empty(), 3);
        assertThat(first.items()).extracting(AuditStore.Line::sequence).containsExactly(5L, 4L, 3L);
        Page<AuditStore.Line> second = store.list(first.next(), 3);
        assertThat(second.items()).extracting(AuditStore.Line::sequence).containsExactly(2L, 1L);
        assertThat(second.next()).isEmpty();
    }

    /** Not even by the owner of the tables, as far as it does not take the triggers away. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET line = line",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry",
                "UPDATE audit_pending SET at = now()",
                "DELETE FROM audit_pending",
                "TRUNCATE audit_pending"
            })
    void nothingIsChangedOrRemoved(String sql) {
        store.add(List.of(entry("chained")));
        store.chain();
        store.add(List.of(entry("waits")));
        assertThatExceptionOfType(UnableToExecuteStatementException.class)
                .isThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql)))
                .withMessageContaining("removed");
        store.chain();
        assertThat(chained().last()).isEqualTo(2);
    }

    @Test
    void entryOfAnotherFormIsNotTaken() {
        for (String json : List.of("{}", "[]", "{\"a\":\n1}", "7")) {
            assertThatExceptionOfType(UnableToExecuteStatementException.class)
                    .isThrownBy(() -> jdbi.useHandle(handle ->
                            handle.execute("INSERT INTO audit_pending (entry) VALUES (CAST(? AS json))", json)))
                    .withMessageContaining("check constraint");
        }
    }

    private AuditChain chained() {
        AuditChain chain = new AuditChain();
        List<String> faults = new ArrayList<>();
        store.after(0, 1000).forEach(line -> chain.add(line.text()).ifPresent(faults::add));
        assertThat(faults).isEmpty();
        return chain;
    }

    private static AuditEntry entry(String target) {
        return new AuditEntry(
                UUID.randomUUID(),
                "revokeKey",
                AuditEntry.DONE,
                AuditEntry.By.NOBODY,
                Optional.empty(),
                "192.0.2.1",
                target,
                0);
    }
}
