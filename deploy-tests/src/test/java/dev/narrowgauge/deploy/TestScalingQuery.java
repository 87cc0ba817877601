package dev.narrowgauge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.ProgramUsers;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.Rights;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.Scope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what KEDA has workers scaled, asked as KEDA asks it. */
class TestScalingQuery {
    private static final String USER = "scaler";
    private static final String PASSWORD = "of-a-test";

    /** As README.md has it in the connection of KEDA. */
    private static final String OF_ALL_PROJECTS = "?options=-c%20narrowgauge.role=services";

    @TempDir
    private Path folder;

    @Test
    void saysHowLongTheOldestQuantizeJobOfAnyProjectWaits() throws Exception {
        String query = query();
        DataSource owner = PostgresFixture.migrated();
        ProgramUsers.make(owner, USER, PASSWORD, EnumSet.of(Rights.WORKER));
        DataSource scaler = ProgramUsers.dataSource(url(owner) + OF_ALL_PROJECTS, USER, PASSWORD);
        assertThat(answer(scaler, query)).isZero();

        UUID project = new ProjectStore(Database.jdbi(owner))
                .add("vision")
                .orElseThrow()
                .id();
        Samples.submit(Database.jdbi(owner, () -> new Scope.Tenant(project)));
        execute(owner, "UPDATE job SET queued_at = queued_at - interval '1 hour'");
        assertThat(answer(scaler, query)).isBetween(3600L, 7200L);

        execute(owner, "UPDATE job SET state = 'CANCELLED', ended_at = now()");
        assertThat(answer(scaler, query)).isZero();
    }

    private String query() throws Exception {
        JsonNode scaled = Chart.copiedTo(folder)
                .manifests(new ValueSet("company").file())
                .ofKind("ScaledObject")
                .findFirst()
                .orElseThrow();
        return scaled.path("spec")
                .path("triggers")
                .path(0)
                .path("metadata")
                .path("query")
                .textValue();
    }

    private static String url(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return PostgresFixture.url(connection.getCatalog());
        }
    }

    private static long answer(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            long answer = rows.getLong(1);
            assertThat(rows.next()).isFalse();
            return answer;
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
