package dev.narrowgauge.db;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;

/** Tells a database that cannot be reached, restarts or is overrun from one that refuses what it was told. */
public final class DatabaseOutage {
    /**
     * Classes of SQL states: the connection, resources, a restart by an operator ({@code 57P0x}), a conflict of transactions.
     * See "PostgreSQL Error Codes" in its manual.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "40");

    private static final String RESTARTS = "57P0";

    private DatabaseOutage() {}

    /** Whether the same statement may succeed later. */
    public static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException refusal && isOutage(refusal.getSQLState()));
    }

    /** A pool that gives no connection in time gives no state either. */
    private static boolean isOutage(String state) {
        return state == null
                || state.startsWith(RESTARTS)
                || state.length() > 1 && CLASSES.contains(state.substring(0, 2));
    }
}
