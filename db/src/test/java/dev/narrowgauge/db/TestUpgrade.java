package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The newest migration of a database in which a deployment has worked: whatever that migration is. */
class TestUpgrade {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final IdempotencyKey KEY = new IdempotencyKey("a key", "a hash");

    /** The history is what the migration is to add to. */
    private static final String HISTORY = "flyway_schema_history";

    private final Jdbi newest = Database.jdbi(PostgresFixture.migrated());
    private final DataSource database = PostgresFixture.empty();
    private final Jdbi jdbi = Database.jdbi(database);

    @Test
    void newestMigrationKeepsWhatTheLevelBeforeKnows() {
        Run run = work();
        migrateToTheLevelBefore();
        assertThat(Migrations.gap(database)).isPresent();
        Map<String, List<String>> columns = sharedColumns();
        jdbi.useTransaction(handle -> columns.forEach((table, names) -> copy(handle, table, names)));
        Map<String, List<String>> before = rows(columns);
        assertThat(before).hasSizeGreaterThan(20);
        assertThat(before.get("measurement")).hasSize(1);

        Migrations.migrate(database);
        assertThat(Migrations.gap(database)).isEmpty();
        rows(columns).forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(before.get(table)));
        goOn(run);
    }

    /** Something of everything. */
    private Run work() {
        Run run = Samples.submit(newest);
        new RunStore(newest).submit(Samples.request(List.of("x86-vnni")), Optional.of(KEY));
        JobStore jobs = new JobStore(newest);
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        assertThat(jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize)))
                .isTrue();
        Job benchmark = jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .findFirst()
                .orElseThrow();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        assertThat(jobs.finishBenchmark(
                        benchmark.id(), 1, "agent", Samples.measurement(benchmark, Samples.latency(7, 6, 1))))
                .isTrue();

        Node node = new Node(
                "node-1", "a processor", List.of("x86-vnni"), "f".repeat(64), Map.of(), Samples.TIME, Samples.TIME);
        assertThat(new NodeStore(newest).register(node, new NodeStore.Holder("agent", LEASE)))
                .isPresent();
        new NodeTokenStore(newest).add("node-1", List.of("x86-vnni"), "a secret");
        new PresenceStore(newest).begin(new PresenceStore.Role("worker-1", "worker", "1"));
        people();
        return run;
    }

    private void people() {
        UUID project = new ProjectStore(newest).add("another").orElseThrow().id();
        OptionalLong none = OptionalLong.empty();
        new QuotaStore(newest).set(new Quota(project, 2, none, none, none, none));
        KeyText key = KeyText.random();
        assertThat(new ApiKeyStore(newest).install(key)).isTrue();
        PageSessionStore sessions = new PageSessionStore(newest);
        sessions.offer(key.id(), key.sha256(), LEASE);
        assertThat(sessions.open(key.sha256(), key, LEASE)).isPresent();
        new IdentitySessionStore(newest)
                .open(
                        KeyText.random(),
                        new Identity("company", "1", "ann", Map.of("another", Set.of(Permission.READ))),
                        LEASE);
        newest.useHandle(handle -> handle.execute("INSERT INTO audit_pending (entry) VALUES ('{\"a\":1}')"));
        new AuditStore(newest).chain();
        newest.useHandle(handle -> handle.execute("INSERT INTO audit_pending (entry) VALUES ('{\"a\":2}')"));
    }

    private void migrateToTheLevelBefore() {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration");
        MigrationInfo[] all = configuration.load().info().all();
        configuration.target(all[all.length - 2].getVersion()).load().migrate();
    }

    /** Of each table that both levels have the columns that both have, but for those that the database computes. */
    private Map<String, List<String>> sharedColumns() {
        Map<String, List<String>> ofBoth = new LinkedHashMap<>();
        Map<String, List<String>> ofNewest = columns(newest);
        columns(jdbi).forEach((table, names) -> {
            List<String> kept = ofNewest.getOrDefault(table, List.of());
            ofBoth.put(table, names.stream().filter(kept::contains).toList());
        });
        ofBoth.remove(HISTORY);
        ofBoth.values().removeIf(List::isEmpty);
        return ofBoth;
    }

    private static Map<String, List<String>> columns(Jdbi jdbi) {
        return jdbi
                .withHandle(handle -> handle.createQuery("""
                                SELECT relname, array_agg(CAST(quote_ident(attname) AS text)) AS names
                                FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                                WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
                                    AND relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                                GROUP BY relname
                                """)
                        .map((row, _) -> Map.entry(row.getString("relname"), Columns.texts(row, "names")))
                        .list())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As though it had been written there: what triggers count was counted, and keys are looked at by nobody. */
    private void copy(Handle handle, String table, List<String> columns) {
        String rows = newest.withHandle(other -> other.createQuery(
                        "SELECT CAST(coalesce(jsonb_agg(to_jsonb(source)), '[]') AS text) FROM " + table + " AS source")
                .mapTo(String.class)
                .one());
        String names = String.join(", ", columns);
        handle.execute("SET LOCAL session_replication_role = replica");
        handle.execute("DELETE FROM " + table);
        handle.createUpdate("""
                        INSERT INTO <table> (<names>) OVERRIDING SYSTEM VALUE
                        SELECT <names> FROM jsonb_populate_recordset(CAST(NULL AS <table>), CAST(:rows AS jsonb))
                        """)
                .define("table", table)
                .define("names", names)
                .bind("rows", rows)
                .execute();
        for (String column : identities(handle, table)) {
            handle.createQuery(
                            "SELECT setval(pg_get_serial_sequence(:table, :column), greatest(1, max(<column>))) FROM <table>")
                    .define("table", table)
                    .define("column", column)
                    .bind("table", table)
                    .bind("column", column)
                    .mapTo(Long.class)
                    .one();
        }
    }

    private static List<String> identities(Handle handle, String table) {
        return handle.createQuery(
                        "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attidentity <> ''")
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }

    private Map<String, List<String>> rows(Map<String, List<String>> columns) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        jdbi.useHandle(handle -> columns.forEach((table, names) -> rows.put(
                table,
                handle.createQuery("""
                                SELECT CAST(to_jsonb(source) AS text) FROM (SELECT <names> FROM <table>) AS source ORDER BY 1
                                """)
                        .define("table", table)
                        .define("names", String.join(", ", names))
                        .mapTo(String.class)
                        .list())));
        return rows;
    }

    /** What was submitted before is worked off, and what was asked for before is known. */
    private void goOn(Run run) {
        JobStore jobs = new JobStore(jdbi);
        Job waiting = jobs.ofRun(run.id()).stream()
                .filter(job -> !job.state().terminal())
                .findFirst()
                .orElseThrow();
        assertThat(new OutboxStore(jdbi).forward(10, _ -> List.of())).isPositive();
        assertThat(jobs.claim(waiting.id(), waiting.attempt(), "worker", LEASE)).isPresent();
        assertThat(jobs.finishQuantize(waiting.id(), waiting.attempt(), Samples.variant(waiting)))
                .isTrue();
        assertThat(new RunStore(jdbi).earlier(KEY)).isPresent();
        assertThat(new RunStore(jdbi)
                        .submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                        .replayed())
                .isFalse();
        new AuditStore(jdbi).chain();
        assertThat(new AuditStore(jdbi).after(0, 10)).hasSize(2);
    }
}
