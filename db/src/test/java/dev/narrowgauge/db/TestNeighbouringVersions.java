package dev.narrowgauge.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.variant.Measurement;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Services of two versions that follow each other work on one database, as during an upgrade and when it is taken back. */
class TestNeighbouringVersions {
    private static final UUID DONE = UUID.fromString("00000000-0000-0000-0000-00000000d09e");
    private static final UUID OPEN = UUID.fromString("00000000-0000-0000-0000-000000000099");
    private static final String LAST_OF_THE_VERSION_BEFORE = "7";
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final DataSource database = PostgresFixture.empty();
    private final Jdbi jdbi = Database.jdbi(database);
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final VariantStore variants = new VariantStore(jdbi);
    private final MeasurementStore measurements = new MeasurementStore(jdbi);

    @Test
    void databaseOfTheVersionBeforeIsMigratedWithWhatIsInIt() throws Exception {
        migrateToTheVersionBefore();
        execute(rowsOfTheVersionBefore());
        Migrations.migrate(database);
        requireReadable();
        requireThatWorkGoesOn();
    }

    /** A service of the version before goes on after another has migrated. */
    @Test
    void versionBeforeWritesIntoThisSchema() throws Exception {
        Migrations.migrate(database);
        execute(rowsOfTheVersionBefore());
        execute("""
                INSERT INTO idempotency (key, request_hash, run_id, created_at)
                SELECT key, request_hash, run_id, created_at FROM idempotency
                ON CONFLICT (key) DO UPDATE SET created_at = excluded.created_at;
                INSERT INTO model (id, name, size_bytes, description, created_at)
                SELECT id, name, size_bytes, description, created_at FROM model
                ON CONFLICT (id) DO NOTHING;
                INSERT INTO dataset (id, name, size_bytes, description, sample_digests, created_at)
                SELECT id, name, size_bytes, description, sample_digests, created_at FROM dataset
                ON CONFLICT (id) DO NOTHING;
                """);
        requireReadable();
        requireThatWorkGoesOn();
    }

    /** This service is the older one: a newer one has migrated, and writes what this one does not know. */
    @Test
    void schemaAndRowsOfTheVersionAfterAreReadAndWritten() throws Exception {
        Migrations.migrate(database);
        execute("""
                ALTER TABLE run ADD COLUMN of_tomorrow text NOT NULL DEFAULT 'something';
                ALTER TABLE job ADD COLUMN of_tomorrow integer NOT NULL DEFAULT 0;
                INSERT INTO flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                VALUES (1000, '1000', 'of tomorrow', 'SQL', 'V1000__of_tomorrow.sql', 0, 'tests', 1, true);
                """);
        Migrations.migrate(database);
        execute(rowsOfTheVersionBefore());
        execute("""
                UPDATE run SET
                    recipes = jsonb_set(recipes, '{0,hint}', '{"kind": 1}'),
                    policy = policy || '{"comment": "strict"}',
                    verdict = verdict || '{"weather": "fine"}';
                UPDATE run SET verdict = jsonb_set(verdict, '{variants,0,failure,code}', '"OF_TOMORROW"') WHERE state = 'DONE';
                UPDATE variant SET recipe = recipe || '{"hint": {"kind": 1}}', provenance = provenance || '{"commit": "a"}';
                UPDATE measurement SET
                    device = device || '{"rack": 7}', accuracy = accuracy || '{"top5": 1}', latency = latency || '{"fans": 2}';
                UPDATE job SET error_code = 'OF_TOMORROW' WHERE state = 'FAILED';
                """);
        requireReadable();
        requireThatWorkGoesOn();
    }

    @Test
    void documentOfANewerVersionIsShownWhereItCanBeAndNeverActedOn() throws Exception {
        Migrations.migrate(database);
        execute(rowsOfTheVersionBefore());
        execute("""
                UPDATE run SET
                    recipes = jsonb_set(recipes, '{0}', '{"version": 999, "name": "next", "mode": "of tomorrow"}'),
                    policy = '{"version": 999, "gate": ["int4"]}',
                    verdict = verdict || '{"schemaVersion": 999}';
                UPDATE measurement SET version = 999;
                """);
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 10).items()).hasSize(2);
        Run open = runs.find(OPEN).orElseThrow();
        assertThat(open.request().recipes().getFirst().document()).containsEntry("mode", "of tomorrow");
        assertThat(open.request().policy().document()).containsEntry("gate", List.of("int4"));
        assertTooNew(() -> open.request().recipes().getFirst().value());
        assertTooNew(() -> open.request().policy().value());
        assertTooNew(() -> runs.verdict(DONE));
        assertTooNew(() -> measurements.ofRun(OPEN));

        assertThat(runs.cancel(OPEN)).isTrue();
        assertThat(runs.find(OPEN).orElseThrow().request()).isEqualTo(open.request());
    }

    private void requireReadable() {
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 10).items())
                .extracting(Run::id)
                .containsExactlyInAnyOrder(DONE, OPEN);
        Run open = runs.find(OPEN).orElseThrow();
        assertThat(open.state()).isEqualTo(RunState.RUNNING);
        assertThat(open.request().recipes()).containsExactly(Recipe.INT8_STATIC.toStored());
        assertThat(open.request().policy()).isEqualTo(Policy.standard().toStored());
        assertThat(runs.find(DONE).orElseThrow().verdict()).contains(Verdict.INVALID);
        assertThat(runs.verdict(DONE).orElseThrow().variants()).hasSize(1);
        assertThat(jobs.ofRun(DONE)).extracting(Job::state).containsExactly(JobState.FAILED);
        assertThat(variants.ofRun(OPEN)).singleElement().satisfies(variant -> {
            assertThat(variant.recipe()).isEqualTo(Recipe.INT8_STATIC.toStored());
            assertThat(variant.provenance().host()).isEqualTo("host");
        });
        assertThat(measurements.ofRun(OPEN)).singleElement().satisfies(measurement -> {
            assertThat(measurement.accuracy().answers()).isEqualTo(100);
            assertThat(measurement.latency().forks()).isEmpty();
        });
        assertThat(new ModelStore(jdbi).find(Samples.MODEL).orElseThrow().description())
                .isEqualTo(Samples.modelDescription());
        assertThat(new DatasetStore(jdbi).sharedSamples(Samples.CALIBRATION, Samples.EVALUATION))
                .isZero();
        assertThat(new NodeStore(jdbi).list()).hasSize(1);
        assertThat(new EventStore(jdbi).after(OPEN, 0, 10)).hasSize(1);
        assertThat(runs.earlier(new IdempotencyKey("a key", "a hash"))).contains(open);
    }

    /** The waiting job is claimed, ends with a measurement, and a new run is filed. */
    private void requireThatWorkGoesOn() {
        Job waiting = jobs.ofRun(OPEN).stream()
                .filter(job -> job.state() == JobState.QUEUED)
                .findFirst()
                .orElseThrow();
        assertThat(new OutboxStore(jdbi).forward(10, _ -> List.of())).isEqualTo(1);
        assertThat(jobs.claim(waiting.id(), waiting.attempt(), "agent", LEASE)).isPresent();
        Measurement measurement = Samples.measurement(waiting);
        assertThat(jobs.finishBenchmark(waiting.id(), waiting.attempt(), "agent", measurement))
                .isTrue();
        assertThat(measurements.find(measurement.id())).contains(measurement);
        assertThat(runs.undecided(Optional.empty(), 10).runs()).containsExactly(OPEN);
        assertThat(runs.submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                        .run()
                        .state())
                .isEqualTo(RunState.QUEUED);
    }

    private static void assertTooNew(Runnable reading) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(reading::run)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DOCUMENT_TOO_NEW));
    }

    private void migrateToTheVersionBefore() {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration");
        configuration.target(LAST_OF_THE_VERSION_BEFORE).load().migrate();
    }

    private static String rowsOfTheVersionBefore() throws IOException {
        try (InputStream rows = TestNeighbouringVersions.class.getResourceAsStream("version-before.sql")) {
            return new String(rows.readAllBytes(), UTF_8);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
