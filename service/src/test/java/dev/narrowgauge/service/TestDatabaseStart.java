package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TestDatabaseStart {
    private record Chosen(boolean migrate, Duration maxWait) implements SchemaConfig {}

    private static final Chosen AT_ONCE = new Chosen(false, Duration.ZERO);

    @Test
    void schemaThatIsNotThereIsRefusedWithWhatToDo() {
        DataSource empty = PostgresFixture.empty();
        assertRefused(empty, AT_ONCE, ErrorCode.SCHEMA_TOO_OLD, "no schema yet", "narrowgauge migrate");
        assertThat(Migrations.gap(empty)).as("nothing was made").isPresent();
    }

    @Test
    void processWaitsUntilAnotherHasMigrated() throws Exception {
        DataSource database = PostgresFixture.empty();
        Chosen patient = new Chosen(false, Duration.ofMinutes(3));
        CompletableFuture<Void> start =
                CompletableFuture.runAsync(() -> new DatabaseStart(database, patient).awaitSchema());
        new DatabaseStart(database, new Chosen(true, Duration.ZERO)).awaitSchema();
        start.get(3, TimeUnit.MINUTES);
    }

    @Test
    void schemaOfALaterVersionWillDo() throws Exception {
        DataSource database = PostgresFixture.migrated();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO flyway_schema_history
                        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                    VALUES (1000, '1000', 'of tomorrow', 'SQL', 'V1000__of_tomorrow.sql', 0, 'tests', 1, true)
                    """);
        }
        assertThatNoException().isThrownBy(() -> new DatabaseStart(database, AT_ONCE).awaitSchema());
    }

    @Test
    void serverThatDoesNotAnswerIsNamed() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
        assertRefused(nowhere, AT_ONCE, ErrorCode.SERVICE_UNREACHABLE, "127.0.0.1:1", "quarkus.datasource.jdbc.url");
    }

    /** Waiting would not help. */
    @Test
    void wrongPasswordIsToldAtOnce() {
        PGSimpleDataSource wrong = (PGSimpleDataSource) PostgresFixture.empty();
        wrong.setPassword("wrong");
        assertRefused(
                wrong, new Chosen(true, Duration.ofHours(1)), ErrorCode.REQUEST_INVALID, "password authentication failed");
    }

    private static void assertRefused(
            DataSource database, SchemaConfig config, ErrorCode code, String... partsOfTheSentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> new DatabaseStart(database, config).awaitSchema())
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .withMessageContainingAll(partsOfTheSentence);
    }
}
