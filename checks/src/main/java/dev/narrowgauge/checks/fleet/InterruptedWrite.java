package dev.narrowgauge.checks.fleet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.Fleet;
import dev.narrowgauge.fleet.ServerAddresses;
import dev.narrowgauge.fleet.Waiting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A transaction of a role that Postgres is killed in the middle of: when it has written some rows and is to write the last. */
enum InterruptedWrite {
    /** Of a job: the run's event comes last. */
    CLAIM("job_event"),

    /** With which a quantize job ends. */
    VARIANT("variant"),

    /** With which a benchmark job ends. */
    MEASUREMENT("measurement");

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final String table;

    InterruptedWrite(String table) {
        this.table = table;
    }

    /**
     * Keeps everybody from writing into the table, waits until somebody wants to, and kills Postgres then.
     *
     * @param action that makes somebody want to
     */
    void interrupt(Fleet fleet, Runnable action) {
        PGSimpleDataSource owner = owner(fleet.addresses());
        try (Connection connection = owner.getConnection();
                Connection watching = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE %s IN SHARE MODE".formatted(table));
            action.run();
            awaitWriter(watching);
            fleet.killPostgres();
        } catch (SQLException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The table %s cannot be locked: %s".formatted(table, e), e);
        }
    }

    private void awaitWriter(Connection connection) throws SQLException {
        long begin = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM pg_locks WHERE relation = CAST(? AS regclass) AND NOT granted")) {
            statement.setString(1, table);
            while (!isAwaited(statement)) {
                if (System.nanoTime() - begin > LIMIT.toNanos()) {
                    throw new NarrowgaugeException(
                            ErrorCode.INTERNAL_ERROR,
                            "Nobody wanted to write into the table %s within %d s."
                                    .formatted(table, LIMIT.toSeconds()));
                }
                Waiting.pause(LOOK);
            }
        }
    }

    private static boolean isAwaited(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static PGSimpleDataSource owner(ServerAddresses addresses) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(addresses.jdbcUrl());
        source.setUser(addresses.owner());
        source.setPassword(addresses.password());
        return source;
    }
}
