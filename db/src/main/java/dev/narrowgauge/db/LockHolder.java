package dev.narrowgauge.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A session that holds a table of the schema.
 *
 * @param process of the server, which serves the session
 */
record LockHolder(int process, String user, String application) {
    /** Whose transaction is the oldest of those that may be seen comes first. */
    private static final String SQL = """
            SELECT session.pid, session.usename, session.application_name
            FROM pg_locks AS held
            JOIN pg_class ON pg_class.oid = held.relation
            JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
            JOIN pg_database ON pg_database.oid = held.database
            JOIN pg_stat_activity AS session ON session.pid = held.pid
            WHERE held.granted AND held.pid <> pg_backend_pid()
                AND pg_namespace.nspname = current_schema() AND pg_database.datname = current_database()
            ORDER BY session.xact_start NULLS LAST, session.pid
            LIMIT 1
            """;

    /** The one that has held one for longest; empty where none does any more. */
    static Optional<LockHolder> longest(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            return row.next() ? Optional.of(holder(row)) : Optional.empty();
        }
    }

    private static LockHolder holder(ResultSet row) throws SQLException {
        return new LockHolder(
                row.getInt("pid"),
                Optional.ofNullable(row.getString("usename")).orElse(""),
                Optional.ofNullable(row.getString("application_name")).orElse(""));
    }

    String explain() {
        return "process %d of user '%s' (%s): let it end, or end it by SELECT pg_terminate_backend(%d)"
                .formatted(process, user, application.isBlank() ? "of no name" : application, process);
    }
}
