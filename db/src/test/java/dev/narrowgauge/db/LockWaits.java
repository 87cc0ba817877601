package dev.narrowgauge.db;

import javax.sql.DataSource;

/** Sessions of a database that wait for what another has locked. */
public final class LockWaits {
    private LockWaits() {}

    /**
     * Whether there is one now. Asked outside of any transaction of the thread's, which would see the same sessions for as long as it
     * lasts.
     */
    public static boolean isAny(DataSource database) {
        return Database.jdbi(database)
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock')
                        """).mapTo(Boolean.class).one());
    }
}
