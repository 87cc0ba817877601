package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What the user of a program may do in the database: what its program does, and nothing else. Only the owner of the tables
 * changes the schema, and nobody changes a variant or a measurement.
 */
public enum Rights {
    /** Speaks for the agents outside, too. */
    API("""
            GRANT SELECT ON
                model, model_name, dataset, dataset_name, node, node_token, run, job, variant, measurement, control,
                job_event, outbox, idempotency, api_key, page_session, sign_in TO %1$s;
            GRANT INSERT ON
                model, model_name, dataset, dataset_name, node, node_token, run, job, measurement, control, job_event,
                outbox, idempotency, api_key, page_session, sign_in TO %1$s;
            GRANT UPDATE ON node, node_token, run, job, outbox, idempotency TO %1$s;
            GRANT UPDATE (expires_at, last_used_at, revoked_at) ON api_key TO %1$s;
            GRANT DELETE ON outbox, node, control, page_session, sign_in TO %1$s;
            """),

    /** Files the jobs that follow on its own. */
    WORKER(OfTasks.SQL + """
            GRANT INSERT ON variant, job TO %1$s;
            """),

    AGENT(OfTasks.SQL + """
            GRANT SELECT ON variant, measurement, control, node TO %1$s;
            GRANT INSERT ON measurement, control, node TO %1$s;
            GRANT UPDATE ON node TO %1$s;
            """);

    /** Of all programs: they look at the version of the schema, and say that they are there. */
    private static final String OF_ALL = """
            GRANT USAGE ON SCHEMA %2$s TO %1$s;
            GRANT SELECT ON flyway_schema_history TO %1$s;
            GRANT SELECT, INSERT, UPDATE, DELETE ON presence TO %1$s;
            """;

    private final String sql;

    Rights(String sql) {
        this.sql = sql;
    }

    /** Of those who take jobs. They number the events of a run, but neither end nor decide it. */
    private static final class OfTasks {
        static final String SQL = """
                GRANT SELECT ON model, run, job, outbox TO %1$s;
                GRANT UPDATE (last_sequence) ON run TO %1$s;
                GRANT UPDATE ON job TO %1$s;
                GRANT INSERT ON outbox, job_event TO %1$s;
                """;
    }

    /**
     * Gives them to a user that there is. Giving them again changes nothing.
     *
     * @param owner connects as the owner of the tables
     * @throws NarrowgaugeException REQUEST_INVALID where the database refuses that
     */
    public void give(DataSource owner, String user) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            String schema = statement.enquoteIdentifier(connection.getSchema(), true);
            statement.execute((OF_ALL + sql).formatted(statement.enquoteIdentifier(user, true), schema));
        } catch (SQLException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Postgres gives the user '%s' no rights (%s): create that user first, and connect as the owner of the tables."
                            .formatted(user, e.getMessage()),
                    e);
        }
    }
}
