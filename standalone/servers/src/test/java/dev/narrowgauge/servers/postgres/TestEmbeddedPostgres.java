package dev.narrowgauge.servers.postgres;

import static dev.narrowgauge.domain.error.ErrorCode.DATA_DIRECTORY_IN_USE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEmbeddedPostgres {
    @TempDir
    private Path directory;

    @Test
    void rowsSurviveARestart() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            insert(postgres, "first");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            insert(postgres, "second");
            assertThat(value(postgres, "SELECT string_agg(word, ' ' ORDER BY word) FROM words"))
                    .isEqualTo("first second");
        }
    }

    @Test
    void committedRowsAreFlushedToTheDisk() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            assertThat(value(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(value(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(value(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(value(postgres, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void strangerNeedsThePassword() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "guess"))
                    .withMessageContaining("password authentication failed");
        }
    }

    /** Its owner would go on for ever with a database that is away. */
    @Test
    void killedServerIsStartedAgainOnItsPort() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            insert(postgres, "first");
            String url = postgres.jdbcUrl();
            for (int i = 0; i < 2; i++) {
                kill(postgres.pid());
                await(postgres);
            }
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(value(postgres, "SELECT word FROM words")).isEqualTo("first");
        }
    }

    @Test
    void serverThatIsKilledAtItsEndStaysAway() throws Exception {
        long pid;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            pid = postgres.pid();
            kill(pid);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            assertThat(value(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(120, SECONDS);
    }

    private static void await(EmbeddedPostgres postgres) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(120);
        while (!answers(postgres)) {
            assertThat(Instant.now()).as("PostgreSQL is back").isBefore(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static boolean answers(EmbeddedPostgres postgres) {
        try {
            return value(postgres, "SELECT 1").equals("1");
        } catch (SQLException _) {
            return false;
        }
    }

    @Test
    void serverEndsWithItsKilledOwner() throws Exception {
        try (ChildJvm owner = ChildJvm.start(Owner.class, directory.toString())) {
            ProcessHandle server = server(owner);
            owner.kill();
            server.onExit().get(120, SECONDS);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            assertThat(value(postgres, "SELECT word FROM words")).isEqualTo("kept");
        }
    }

    @Test
    void startRightAfterTheOwnerWasKilled() throws Exception {
        try (ChildJvm owner = ChildJvm.start(Owner.class, directory.toString())) {
            long server = server(owner).pid();
            owner.kill();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
                assertThat(postgres.pid()).isNotEqualTo(server);
                assertThat(value(postgres, "SELECT word FROM words")).isEqualTo("kept");
            }
        }
    }

    @Test
    void recoveryAfterOwnerAndServerWereKilled() throws Exception {
        try (ChildJvm owner = ChildJvm.start(Owner.class, directory.toString())) {
            ProcessHandle server = server(owner);
            server.destroyForcibly();
            owner.kill();
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            assertThat(value(postgres, "SELECT word FROM words")).isEqualTo("kept");
        }
    }

    @Test
    void statusFileOfAnotherProgramIsStale() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            insert(postgres, "kept");
        }
        Path statusFile = directory.toRealPath().resolve("cluster/postmaster.pid");
        Files.writeString(
                statusFile,
                "%d\n%s\n0\n0\n\n\n\nready   \n"
                        .formatted(ProcessHandle.current().pid(), statusFile.getParent()));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            assertThat(value(postgres, "SELECT word FROM words")).isEqualTo("kept");
        }
    }

    @Test
    void twoProcessesOnOneDirectory() throws Exception {
        try (ChildJvm owner = ChildJvm.start(Owner.class, directory.toString())) {
            ProcessHandle server = server(owner);

            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> EmbeddedPostgres.startThrowAway(directory))
                    .withMessageContaining("process " + owner.pid())
                    .extracting(NarrowgaugeException::code)
                    .isEqualTo(DATA_DIRECTORY_IN_USE);
            assertThat(server.isAlive()).isTrue();
            owner.kill();
            // It writes its last checkpoint into the directory, which must not vanish meanwhile.
            server.onExit().get(120, SECONDS);
        }
    }

    @Test
    void rootWhereNamespacesAreForbidden() throws SQLException {
        assumeTrue(OperatingSystemUser.isRoot(), "only root can become nobody");
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(directory, Durability.THROW_AWAY, new Launch.Nobody())) {
            insert(postgres, "first");
        }
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(directory, Durability.THROW_AWAY, new Launch.Nobody())) {
            assertThat(value(postgres, "SELECT word FROM words")).isEqualTo("first");
        }
    }

    @Test
    void halfCreatedClusterIsReplaced() throws Exception {
        Files.createDirectories(directory.resolve("cluster.partial/base"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(directory)) {
            assertThat(value(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private static ProcessHandle server(ChildJvm owner) throws Exception {
        return ProcessHandle.of(Long.parseLong(owner.line())).orElseThrow();
    }

    private static void insert(EmbeddedPostgres postgres, String word) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS words (word text)");
            statement.execute("INSERT INTO words VALUES ('" + word + "')");
        }
    }

    private static String value(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    /** Writes a row, says the server's process id and waits to be killed. */
    static final class Owner {
        private Owner() {}

        static void main(String[] arguments) throws SQLException, InterruptedException {
            EmbeddedPostgres postgres = EmbeddedPostgres.startThrowAway(Path.of(arguments[0]));
            insert(postgres, "kept");
            System.out.println(postgres.pid());
            Thread.currentThread().join();
        }
    }
}
