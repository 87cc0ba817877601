package dev.narrowgauge.service;

import dev.narrowgauge.db.DatabaseOutage;
import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What a process does once about its database: it migrates the schema, or waits until somebody else has. */
public final class DatabaseStart {
    private final DataSource dataSource;
    private final SchemaConfig config;
    private final WaitingProcess process;
    private volatile boolean known;

    /** @param process is told of waits for the schema */
    DatabaseStart(DataSource dataSource, SchemaConfig config, WaitingProcess process) {
        this.dataSource = dataSource;
        this.config = config;
        this.process = process;
    }

    /**
     * Returns once the schema is that of this program, or of a later one.
     *
     * @throws NarrowgaugeException SERVICE_UNREACHABLE, SCHEMA_TOO_OLD, MACHINE_BUSY where the wait is over, and at once
     *     REQUEST_INVALID where the database refuses this user
     */
    public void awaitSchema() {
        Patience patience = new Patience(config.maxWait());
        Optional<NarrowgaugeException> obstacle = obstacle();
        while (obstacle.isPresent()) {
            if (obstacle.get().code() == ErrorCode.SCHEMA_TOO_OLD) {
                process.waits(obstacle.get().getMessage());
            }
            patience.waitOrFail(obstacle.get());
            obstacle = obstacle();
        }
        process.goesOn();
    }

    /** As {@link #awaitSchema}, but for the wait. */
    void requireSchema() {
        Optional<NarrowgaugeException> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw obstacle.get();
        }
    }

    private Optional<NarrowgaugeException> obstacle() {
        if (known) {
            return Optional.empty();
        }
        Optional<NarrowgaugeException> obstacle = look();
        known = obstacle.isEmpty();
        return obstacle;
    }

    private Optional<NarrowgaugeException> look() {
        try {
            if (config.migrate()) {
                Migrations.migrate(dataSource);
                return Optional.empty();
            }
            return Migrations.gap(dataSource)
                    .map(gap -> new NarrowgaugeException(ErrorCode.SCHEMA_TOO_OLD, gap.explain()));
        } catch (NarrowgaugeException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            SQLException reason = reason(e).orElseThrow(() -> e);
            if (!DatabaseOutage.isBehind(e)) {
                throw refusal(reason);
            }
            return Optional.of(new NarrowgaugeException(
                    ErrorCode.SERVICE_UNREACHABLE,
                    "Postgres does not answer (%s): start it, or check quarkus.datasource.jdbc.url."
                            .formatted(firstLine(reason)),
                    e));
        }
    }

    private static NarrowgaugeException refusal(SQLException reason) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "Postgres refuses what this program does at its start (%s): check quarkus.datasource.jdbc.url, username and password, and the rights of that user."
                        .formatted(firstLine(reason)),
                reason);
    }

    private static Optional<SQLException> reason(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    private static String firstLine(SQLException reason) {
        return String.valueOf(reason.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
