package dev.narrowgauge.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * How long a migration waits: for a table not longer than all who ask for it meanwhile can wait behind it, and for the answer
 * to a statement that rewrites much as long as that takes. And whose rows it reads: those of all projects. Within the
 * transaction of each migration, for one process of them.
 */
final class MigrationLimits implements Callback {
    private static final int WITHOUT_LIMIT = 0;

    private final Duration lockWait;
    private int answerMillis;

    MigrationLimits(Duration lockWait) {
        this.lockWait = lockWait;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE
                || event == Event.AFTER_EACH_MIGRATE
                || event == Event.AFTER_EACH_MIGRATE_ERROR;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        if (event == Event.BEFORE_EACH_MIGRATE) {
            begin(context.getConnection());
        } else {
            end(context.getConnection());
        }
    }

    private void begin(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + lockWait.toMillis());
            // Row security holds for the owner of the tables, too.
            statement.execute("SET LOCAL narrowgauge.role = 'services'");
            answerMillis = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, WITHOUT_LIMIT);
        } catch (SQLException e) {
            throw new FlywayException("A migration could not begin: " + e.getMessage(), e);
        }
    }

    private void end(Connection connection) {
        try {
            connection.setNetworkTimeout(Runnable::run, answerMillis);
        } catch (SQLException _) {
            // The migration itself tells of a connection that is lost.
        }
    }

    @Override
    public String getCallbackName() {
        return "limits of waits";
    }
}
