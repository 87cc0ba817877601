package dev.narrowgauge.standalone;

import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.Rights;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The user of the embedded database as whom the services connect: it owns nothing, and may do what their programs may. */
final class ServiceUser {
    static final String NAME = "narrowgauge_service";
    private static final int PASSWORD_BYTES = 24;

    private static final String SQL = """
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s;
                END IF;
            END
            $$;
            ALTER ROLE %1$s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '%2$s';
            """;

    private ServiceUser() {}

    /**
     * Prepares the database as {@code narrowgauge migrate} does one that somebody else runs. The password that it gives is
     * for this start alone.
     *
     * @throws NarrowgaugeException INTERNAL_ERROR
     */
    static String prepare(EmbeddedPostgres postgres) {
        DataSource owner = owner(postgres);
        try {
            if (Migrations.gap(owner).isPresent()) {
                Migrations.migrate(owner);
            }
            String password = password();
            create(owner, password);
            Rights.give(owner, NAME, EnumSet.allOf(Rights.class));
            return password;
        } catch (NarrowgaugeException failure) {
            throw failure;
        } catch (RuntimeException | SQLException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "The database could not be prepared for this release: " + failure.getMessage(),
                    failure);
        }
    }

    private static DataSource owner(EmbeddedPostgres postgres) {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(postgres.jdbcUrl());
        owner.setUser(postgres.username());
        owner.setPassword(postgres.password());
        return owner;
    }

    private static String password() {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static void create(DataSource owner, String password) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SQL.formatted(NAME, password));
        }
    }
}
