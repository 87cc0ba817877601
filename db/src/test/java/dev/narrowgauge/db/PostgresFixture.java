package dev.narrowgauge.db;

import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One real Postgres for all tests of this JVM, with a database of its own for whoever asks. */
public final class PostgresFixture {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresFixture() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.startThrowAway(Files.createTempDirectory("postgres"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new database with the current schema. */
    public static DataSource migrated() {
        return copyOf(Migrated.NAME);
    }

    public static DataSource empty() {
        return copyOf("template1");
    }

    private static DataSource copyOf(String template) {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return dataSource(name);
    }

    public static String url(String database) {
        return SERVER.jdbcUrl().replaceFirst("/[^/]*$", "/" + database);
    }

    private static PGSimpleDataSource dataSource(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url(database));
        dataSource.setUser(SERVER.username());
        dataSource.setPassword(SERVER.password());
        return dataSource;
    }

    /** Migrations take longer than most tests: they run once, and their outcome is copied. */
    private static final class Migrated {
        static final String NAME = migrated();

        private static String migrated() {
            PGSimpleDataSource database = (PGSimpleDataSource) empty();
            Migrations.migrate(database);
            return database.getDatabaseName();
        }
    }
}
