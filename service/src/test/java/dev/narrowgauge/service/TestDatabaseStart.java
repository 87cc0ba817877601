package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TestDatabaseStart {
    private static final ChosenSchema AT_ONCE = new ChosenSchema(false, Duration.ZERO);

    private static final Config CONFIG = TestingConfig.of(
            Map.of("quarkus.application.name", "narrowgauge-worker", "quarkus.application.version", "1.2"));

    @Test
    void schemaThatIsNotThereIsRefusedWithWhatToDo() {
        DataSource empty = PostgresFixture.empty();
        assertRefused(empty, AT_ONCE, ErrorCode.SCHEMA_TOO_OLD, "no schema yet", "narrowgauge migrate");
        assertThat(Migrations.gap(empty)).as("nothing was made").isPresent();
    }

    @Test
    void processWaitsUntilAnotherHasMigrated() throws Exception {
        DataSource database = PostgresFixture.empty();
        ChosenSchema patient = new ChosenSchema(false, Duration.ofMinutes(3));
        CompletableFuture<Void> start =
                CompletableFuture.runAsync(() -> start(database, patient).awaitSchema());
        start(database, new ChosenSchema(true, Duration.ZERO)).awaitSchema();
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
        assertThatNoException().isThrownBy(() -> start(database, AT_ONCE).awaitSchema());
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
                wrong,
                new ChosenSchema(true, Duration.ofHours(1)),
                ErrorCode.REQUEST_INVALID,
                "password authentication failed");
    }

    /** A database of the release before has the table of those who are there. */
    @Test
    void whoWaitsForTheSchemaIsSeenUntilItGoesOn() {
        DataSource database = PostgresFixture.migrated();
        PresenceStore presences = new PresenceStore(Database.jdbi(database));
        WaitingProcess process = new WaitingProcess(presences, CONFIG);
        process.waits("The database has schema version 1.");
        PresenceStore.Presence waiting = presences.list(Duration.ofMinutes(1)).getFirst();
        assertThat(waiting.role().name()).isEqualTo("worker");
        assertThat(waiting.role().version()).isEqualTo("1.2");
        assertThat(waiting.whyPaused()).contains("The database has schema version 1.");
        process.goesOn();
        assertThat(presences.list(Duration.ofMinutes(1))).isEmpty();
    }

    private static DatabaseStart start(DataSource database, SchemaConfig config) {
        WaitingProcess process = new WaitingProcess(new PresenceStore(Database.jdbi(database)), CONFIG);
        return new DatabaseStart(database, config, process);
    }

    private static void assertRefused(
            DataSource database, SchemaConfig config, ErrorCode code, String... partsOfTheSentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> start(database, config).awaitSchema())
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .withMessageContainingAll(partsOfTheSentence);
    }
}
