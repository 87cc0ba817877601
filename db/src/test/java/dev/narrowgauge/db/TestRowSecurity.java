package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.TenantDatabase.Tenant;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.run.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tenants with the same uploads in one database, looked at as the users of the programs. */
class TestRowSecurity {
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** What a fleet has, whoever uses it. */
    private static final Set<String> OF_NOBODY =
            Set.of("flyway_schema_history", "node", "node_token", "presence", "environment");

    /** What no tenant sees, whoever it is of. */
    private static final Set<String> OF_SERVICES = Set.of(
            "deleted_project",
            "identity_session",
            "audit_pending",
            "audit_entry",
            "unreferenced_content",
            "content_listing");

    private static final TenantDatabase DATABASE = new TenantDatabase();
    private static Tenant first;
    private static Tenant second;

    @BeforeAll
    static void fileRunsOfTwoTenants() {
        first = DATABASE.tenant("first-tenant");
        second = DATABASE.tenant("second-tenant");
        assertThat(new HistoryIntake(DATABASE.services).take(10)).isEqualTo(2);
        List.of(first, second).forEach(TestRowSecurity::writeHistory);
        new IdentitySessionStore(DATABASE.services)
                .open(
                        KeyText.random(),
                        new Identity("company", "1", "ann", Map.of("first-tenant", Set.of(Permission.READ))),
                        LEASE);
    }

    /** What it does not get by being measured: a change, a word beside it, and a measurement that is not taken yet. */
    private static void writeHistory(Tenant tenant) {
        new HistoryStore(tenant.jdbi()).annotate(Optional.empty(), Samples.TIME, "a new kernel", Optional.empty());
        DATABASE.owner.useHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO change_point
                                (id, project_id, series_id, key_id, at, measurement_id, seen_from, seen_to, mean_before,
                                 mean_after, magnitude, p_value)
                            SELECT gen_random_uuid(), project_id, series_id, key_id, at, measurement_id, at, at, 1, 2, 1, 0
                            FROM series_point WHERE project_id = :project
                            LIMIT 1
                            """).bind("project", tenant.project()).execute();
            handle.createUpdate("""
                            INSERT INTO history_pending (measurement_id, project_id, version, not_before)
                            SELECT id, project_id, version, now() + make_interval(days => 1)
                            FROM measurement WHERE project_id = :project
                            """).bind("project", tenant.project()).execute();
        });
    }

    @Test
    void everyTableIsOfProjectsOrOfNobody() {
        List<String> forced = names(DATABASE.owner, """
                SELECT relname FROM pg_class
                WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND relkind IN ('r', 'p')
                    AND relrowsecurity AND relforcerowsecurity
                """);
        assertThat(forced).doesNotContainAnyElementsOf(OF_NOBODY).containsAll(ofProjects());
        assertThat(allTables()).containsExactlyInAnyOrderElementsOf(union(forced, OF_NOBODY));
    }

    @ParameterizedTest
    @MethodSource("ofServices")
    void whatIsOfServicesIsShownToNoTenant(String table) {
        for (Tenant tenant : List.of(first, second)) {
            long rows = Scopes.of(tenant.jdbi())
                    .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                            .mapTo(Long.class)
                            .one());
            assertThat(rows).isZero();
        }
    }

    /** Whatever the SQL: what a table shows is less than what the other tenant has. */
    @ParameterizedTest
    @MethodSource("ofProjects")
    void noTableShowsARowOfTheOtherTenant(String table) {
        assertThat(rowsOf(second, table, Optional.of(second.project())))
                .as("rows of its own")
                .isPositive();
        assertThat(rowsOf(second, table, Optional.of(first.project()))).isZero();
        assertThat(rowsOf(second, table, Optional.empty())).isZero();
    }

    @ParameterizedTest
    @MethodSource("ofProjects")
    void noRowIsAddedToTheOtherTenant(String table) throws SQLException {
        if (!columns(table).contains("project_id")) {
            return;
        }
        try (Connection connection = DATABASE.allPrograms.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT set_config('narrowgauge.project', '%s', true)".formatted(first.project()));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute(
                            "INSERT INTO %s (project_id) VALUES ('%s')".formatted(table, second.project())))
                    .satisfies(refusal -> assertThat(refusal.getMessage())
                            .as("what is counted for projects nobody may write at all")
                            .containsAnyOf("row-level security", "permission denied"));
            connection.rollback();
        }
    }

    @Test
    void tenantsWithTheSameUploadsDoNotSeeEachOther() {
        assertThat(new ModelStore(first.jdbi())
                        .list(UploadFilter.ALL, Optional.empty(), 10)
                        .items())
                .filteredOn(model -> model.id().equals(Samples.MODEL))
                .hasSize(1);
        RunStore runs = new RunStore(first.jdbi());
        UUID other = second.run().id();
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 10).items())
                .extracting(Run::id)
                .containsExactly(first.run().id());
        assertThat(runs.find(other)).isEmpty();
        assertThat(runs.state(other)).isEmpty();
        assertThat(runs.cancel(other)).isFalse();
        assertThat(new JobStore(first.jdbi()).ofRun(other)).isEmpty();
        assertThat(new VariantStore(first.jdbi()).ofRun(other)).isEmpty();
        assertThat(new MeasurementStore(first.jdbi()).ofRun(other)).isEmpty();
        assertThat(new EventStore(first.jdbi()).after(other, 0, 10)).isEmpty();
        assertThat(new RunStore(second.jdbi()).find(other)).isPresent();

        assertThat(runs.earlier(new IdempotencyKey("a key", "a hash")).map(Run::id))
                .as("the same key of both")
                .contains(first.run().id());
    }

    @Test
    void uploadOfOneIsNoneOfTheOther() {
        String content = "9".repeat(64);
        Samples.model(first.jdbi(), content, "secret");
        ModelStore others = new ModelStore(second.jdbi());
        assertThat(others.find(content)).isEmpty();
        assertThat(others.named(content, "mine")).isEmpty();
        assertThat(Samples.model(second.jdbi(), content, "mine").names()).containsExactly("mine");
    }

    @Test
    void runNamesNoUploadOfAnotherProject() {
        UUID empty = new ProjectStore(DATABASE.services)
                .add("without-uploads")
                .orElseThrow()
                .id();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> new RunStore(DATABASE.callers(empty))
                        .submit(Samples.request(List.of("x86-vnni")), Optional.empty()))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void whoIsHeldToNoRowIsKnown() {
        for (Jdbi program : List.of(DATABASE.services, DATABASE.worker, DATABASE.agent)) {
            assertThat(new ProjectStore(program).areKeptApart()).isTrue();
        }
        assertThat(new ProjectStore(DATABASE.owner).areKeptApart())
                .as("a superuser")
                .isFalse();
    }

    /** As one of the release before is, which says no project. */
    @Test
    void programThatSaysNothingWorksInTheFirstProject() {
        DATABASE.services.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO model (id, name, size_bytes, description, created_at)
                    VALUES (repeat('7', 64), 'old', 1, '{}', now())
                    ON CONFLICT (id) DO NOTHING
                    """);
            assertThat(handle.createQuery("SELECT id FROM model")
                            .mapTo(String.class)
                            .list())
                    .contains("7".repeat(64))
                    .doesNotContainNull();
            assertThat(handle.createQuery("SELECT id FROM api_key")
                            .mapTo(UUID.class)
                            .list())
                    .as("keys of others would let their holders in")
                    .isEmpty();
        });
    }

    @Test
    void workersAndAgentsKnowNoUploadOfAnyTenant() {
        for (Jdbi program : List.of(DATABASE.worker, DATABASE.agent)) {
            assertThat(new RunStore(program).find(second.run().id())).isPresent();
            long models = Scopes.ofServices(program)
                    .withHandle(handle -> handle.createQuery("SELECT count(*) FROM model WHERE project_id <> :first")
                            .bind("first", Project.FIRST)
                            .mapTo(Long.class)
                            .one());
            assertThat(models).isZero();
        }
        assertThat(new ModelStore(DATABASE.services).ofRun(second.run().id(), Samples.MODEL))
                .isPresent();
    }

    @Test
    void projectIsDeletedInPartsAndLeavesItsName() {
        ProjectStore projects = new ProjectStore(DATABASE.services);
        Tenant doomed = DATABASE.tenant("doomed");
        assertThat(new HistoryIntake(DATABASE.services).take(10)).isEqualTo(1);
        UUID id = doomed.project();
        Samples.submit(doomed.jdbi());
        assertThat(projects.deletePart(id, 1)).as("nobody has asked for it").isFalse();
        assertThat(new RunStore(doomed.jdbi()).find(doomed.run().id())).isPresent();

        assertThat(projects.askDeletion(id, Optional.empty()).orElseThrow().deletionAskedAt())
                .isPresent();
        assertThat(projects.openRuns(id, 10)).hasSize(2);
        int parts = 0;
        while (projects.deletePart(id, 1)) {
            parts++;
        }
        assertThat(parts).as("two runs, what is left of a third, and histories").isGreaterThan(3);

        assertThat(projects.list()).extracting(Project::name).doesNotContain("doomed");
        assertThat(projects.deleted()).anySatisfy(deleted -> {
            assertThat(deleted.name()).isEqualTo("doomed");
            assertThat(deleted.runs()).isEqualTo(2);
        });
        for (String table : ofProjects()) {
            if (columns(table).contains("project_id")) {
                assertThat(rowsOf(doomed, table, Optional.of(id))).as(table).isZero();
            }
        }
        assertThat(new RunStore(second.jdbi()).find(second.run().id())).isPresent();
        assertThatExceptionOfType(UnableToExecuteStatementException.class)
                .as("what comes late finds no project")
                .isThrownBy(() -> Samples.model(doomed.jdbi(), Samples.MODEL, "late"));
    }

    @Test
    void firstProjectStays() {
        assertThatExceptionOfType(UnableToExecuteStatementException.class)
                .isThrownBy(() -> new ProjectStore(DATABASE.services).askDeletion(Project.FIRST, Optional.empty()));
    }

    /** Of tables that have rows of each tenant. */
    static List<String> ofProjects() {
        return allTables().stream()
                .filter(table -> !OF_NOBODY.contains(table) && !OF_SERVICES.contains(table))
                .toList();
    }

    static Set<String> ofServices() {
        return OF_SERVICES;
    }

    private static List<String> allTables() {
        return names(DATABASE.owner, """
                SELECT relname FROM pg_class
                WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND relkind IN ('r', 'p')
                ORDER BY relname
                """);
    }

    private static List<String> columns(String table) {
        return names(
                DATABASE.owner,
                "SELECT attname FROM pg_attribute WHERE attrelid = CAST('%s' AS regclass) AND attnum > 0"
                        .formatted(table));
    }

    private static List<String> names(Jdbi jdbi, String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static List<String> union(List<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** How many rows of the tenant a statement in that scope finds, of all that it could have asked for. */
    private static long rowsOf(Tenant tenant, String table, Optional<UUID> scope) {
        return DATABASE.services.inTransaction(handle -> {
            scope.ifPresent(project -> enter(handle, project));
            return handle.createQuery("SELECT count(*) FROM %s WHERE %s".formatted(table, belonging(table)))
                    .bind("project", tenant.project())
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static String belonging(String table) {
        List<String> columns = columns(table);
        if (columns.contains("project_id")) {
            return "project_id = :project";
        }
        if (columns.contains("projects")) {
            return "CAST(:project AS uuid) = ANY (projects)";
        }
        return columns.contains("api_key")
                ? "api_key IN (SELECT id FROM api_key WHERE CAST(:project AS uuid) = ANY (projects))"
                : "id = :project";
    }

    private static void enter(Handle handle, UUID project) {
        handle.createQuery("SELECT set_config('narrowgauge.project', :project, true)")
                .bind("project", project.toString())
                .mapTo(String.class)
                .one();
    }
}
