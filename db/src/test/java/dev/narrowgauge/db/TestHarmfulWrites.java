package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What somebody could do to a run who has the password of one program, and whose program has no need to do it. */
class TestHarmfulWrites {
    private static final String PASSWORD = "secret";
    private static final String REFUSED = "42501";
    private static final String BOTH = "worker and agent";
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final PGSimpleDataSource OWNER = (PGSimpleDataSource) PostgresFixture.migrated();
    private static final Jdbi OWNERS = Database.jdbi(OWNER);
    private static Run run;

    /** A run with a quantize and a benchmark job that wait, and a node. */
    @BeforeAll
    static void fileARunForUsersWithRights() throws SQLException {
        for (Rights rights : Rights.values()) {
            user(rights.name(), Set.of(rights));
        }
        user(BOTH, EnumSet.of(Rights.WORKER, Rights.AGENT));
        run = Samples.submit(OWNERS);
        JobStore jobs = new JobStore(OWNERS);
        Job first = jobs.ofRun(run.id()).getFirst();
        jobs.claim(first.id(), 1, "worker", LEASE);
        jobs.finishQuantize(first.id(), 1, Samples.variant(first));
        new NodeStore(OWNERS)
                .register(
                        new Node(
                                "node-1",
                                "a processor",
                                List.of("x86-vnni"),
                                "f".repeat(64),
                                Map.of(),
                                Samples.TIME,
                                Samples.TIME),
                        new NodeStore.Holder("agent", LEASE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    WORKER | UPDATE job SET state = 'CANCELLED' WHERE kind = 'BENCHMARK'
                    WORKER | UPDATE job SET attempt = attempt + 1 WHERE kind = 'BENCHMARK'
                    WORKER | UPDATE job SET subject = '7'
                    WORKER | UPDATE job SET run_id = run_id
                    WORKER | UPDATE run SET state = 'CANCELLED'
                    AGENT  | UPDATE job SET state = 'FAILED', error_code = 'MODEL_INVALID' WHERE kind = 'QUANTIZE'
                    AGENT  | UPDATE job SET subject = '7'
                    AGENT  | UPDATE job SET device_class = 'arm-i8mm' WHERE kind = 'BENCHMARK'
                    AGENT  | UPDATE job SET recipe_version = 99
                    AGENT  | UPDATE node SET drained_at = NULL
                    AGENT  | UPDATE node SET name = 'another'
                    API    | UPDATE job SET subject = '7'
                    API    | UPDATE run SET model_id = evaluation_dataset_id
                    API    | UPDATE run SET policy = '{}'
                    """)
    void otherProgramsJobsAreNotChanged(String user, String sql) {
        assertRefused(user, sql);
    }

    @Test
    void lostJobsAreTakenBackByThoseWhoMayChangeThem() {
        Job lost = new JobStore(OWNERS)
                .ofRun(run.id()).stream()
                        .filter(job -> job.kind() == JobKind.BENCHMARK)
                        .findFirst()
                        .orElseThrow();
        new JobStore(OWNERS).claim(lost.id(), lost.attempt(), "agent", Duration.ZERO);
        assertThat(new JobStore(jdbi("WORKER")).sweepLeases()).isZero();
        assertThat(new WaitStore(jdbi("API")).takeBackLost())
                .as("also where no agent is left")
                .isEqualTo(1);
        assertThat(new JobStore(OWNERS).find(lost.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void rightsThatAreGivenNoMoreAreTaken() throws SQLException {
        execute(OWNER, "GRANT DELETE ON run TO \"%s\"".formatted(name("AGENT")));
        Rights.give(OWNER, name("AGENT"), Set.of(Rights.AGENT));
        assertRefused("AGENT", "DELETE FROM run");
        assertThatCode(() -> execute(dataSource("AGENT"), "SELECT FROM run")).doesNotThrowAnyException();
    }

    @Test
    void userOfTwoProgramsMayDoWhatBothDo() throws SQLException {
        assertThatCode(() -> execute(dataSource(BOTH), "UPDATE job SET queued_at = queued_at"))
                .doesNotThrowAnyException();
        assertRefused(BOTH, "UPDATE run SET state = 'CANCELLED'");
    }

    @Test
    void ownerKeepsItsRights() {
        Rights.give(OWNER, OWNER.getUser(), Set.of(Rights.AGENT));
        assertThatCode(() -> execute(OWNER, "UPDATE run SET name = name")).doesNotThrowAnyException();
    }

    private static void assertRefused(String user, String sql) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> execute(dataSource(user), sql))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo(REFUSED));
    }

    private static void user(String user, Set<Rights> programs) throws SQLException {
        execute(OWNER, "CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(name(user), PASSWORD));
        Rights.give(OWNER, name(user), programs);
    }

    /** Roles are of all databases of the server. */
    private static String name(String user) {
        return "harmful " + user;
    }

    private static void execute(PGSimpleDataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Jdbi jdbi(String user) {
        return Database.jdbi(dataSource(user));
    }

    private static PGSimpleDataSource dataSource(String user) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(PostgresFixture.url(OWNER.getDatabaseName()));
        dataSource.setUser(name(user));
        dataSource.setPassword(PASSWORD);
        return dataSource;
    }
}
