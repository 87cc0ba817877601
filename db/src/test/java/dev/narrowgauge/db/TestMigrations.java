package dev.narrowgauge.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrations of a database that others work on. */
class TestMigrations {
    private static final Duration SHORT = Duration.ofMillis(100);

    private final PGSimpleDataSource database = (PGSimpleDataSource) PostgresFixture.empty();

    @BeforeEach
    void migrateToAnEarlierVersionWithRows() throws Exception {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .target("7")
                .load()
                .migrate();
        try (InputStream rows = TestMigrations.class.getResourceAsStream("version-before.sql")) {
            execute(new String(rows.readAllBytes(), UTF_8));
        }
    }

    /** A backup, say. Whoever asks for the table meanwhile waits behind the migration. */
    @Test
    void tableThatSomebodyHoldsIsNotWaitedForWithoutLimit() throws SQLException {
        try (Connection backup = database.getConnection();
                Statement statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("LOCK TABLE job IN ACCESS SHARE MODE");
            int process = backup.unwrap(PGConnection.class).getBackendPID();
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> Migrations.migrate(database, SHORT))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MACHINE_BUSY))
                    .withMessageContaining("process " + process);
            backup.rollback();
        }
        Migrations.migrate(database, SHORT);
        assertThat(Migrations.gap(database)).isEmpty();
    }

    /** A table is rewritten for longer than any answer may take that a service waits for. */
    @Test
    void statementOfAMigrationTakesAsLongAsItTakes() throws SQLException {
        execute("""
                CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_sleep(0.6);
                    RETURN NEW;
                END
                $$;
                CREATE TRIGGER slow BEFORE UPDATE ON job FOR EACH ROW EXECUTE FUNCTION be_slow();
                """);
        database.setSocketTimeout(2);
        Migrations.migrate(database);
        assertThat(Migrations.gap(database)).isEmpty();
    }

    @Test
    void newestMigrationIsTheOneThatIsLookedFor() throws SQLException {
        Migrations.migrate(database);
        assertThat(Migrations.gap(database)).isEmpty();
        execute("DELETE FROM flyway_schema_history WHERE version::integer = %d".formatted(Migrations.NEWEST));
        assertThat(Migrations.gap(database)).hasValueSatisfying(gap -> {
            assertThat(gap.needed()).isEqualTo(String.valueOf(Migrations.NEWEST));
            assertThat(gap.present()).isPresent();
        });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
