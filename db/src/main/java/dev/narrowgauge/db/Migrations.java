package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Brings the schema to the version of this code, and says whether it is there. */
public final class Migrations {
    /** Everybody who asks for a table waits behind a migration that waits for it: well below any lease. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

    /** The version of the last migration. */
    static final int NEWEST = 66;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Migrations() {}

    /**
     * Safe to run from several processes at once.
     *
     * @throws NarrowgaugeException MACHINE_BUSY where somebody holds a table for longer than others can wait; what was migrated
     *     before that one stays so
     */
    public static void migrate(DataSource dataSource) {
        migrate(dataSource, LOCK_WAIT);
    }

    static void migrate(DataSource dataSource, Duration lockWait) {
        try {
            configuration(dataSource)
                    .callbacks(new MigrationLimits(lockWait))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (isLockWait(e)) {
                throw new NarrowgaugeException(ErrorCode.MACHINE_BUSY, whoHolds(dataSource), e);
            }
            throw e;
        }
    }

    private static boolean isLockWait(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause ->
                        cause instanceof SQLException refusal && LOCK_NOT_AVAILABLE.equals(refusal.getSQLState()));
    }

    private static String whoHolds(DataSource dataSource) {
        try {
            return "A migration waits for a table that is held by %s. Others go on meanwhile."
                    .formatted(LockHolder.longest(dataSource)
                            .map(LockHolder::explain)
                            .orElse("a session that has just ended"));
        } catch (SQLException e) {
            return "A migration waits for a table that another session holds (%s). Others go on meanwhile."
                    .formatted(e.getMessage());
        }
    }

    /** What is missing of the schema, which is only read; empty where it is of the version of this code or of a later one. */
    public static Optional<SchemaGap> gap(DataSource dataSource) {
        OptionalInt present = Jdbi.create(dataSource).withHandle(Migrations::present);
        if (present.orElse(0) >= NEWEST) {
            return Optional.empty();
        }
        return Optional.of(
                new SchemaGap(present.stream().mapToObj(String::valueOf).findFirst(), String.valueOf(NEWEST)));
    }

    /** Every start asks for it, and Flyway would read all migrations to say so. */
    private static OptionalInt present(Handle handle) {
        boolean migrated = handle.select("SELECT to_regclass('flyway_schema_history') IS NOT NULL")
                .mapTo(boolean.class)
                .one();
        if (!migrated) {
            return OptionalInt.empty();
        }
        return handle.select("SELECT max(version::integer) FROM flyway_schema_history WHERE success")
                .mapTo(Integer.class)
                .findFirst()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    private static FluentConfiguration configuration(DataSource dataSource) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration");
    }
}
