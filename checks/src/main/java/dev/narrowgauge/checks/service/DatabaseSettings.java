package dev.narrowgauge.checks.service;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** What the service's own PostgreSQL says of itself while it runs. */
public final class DatabaseSettings {
    public static final String FSYNC = "fsync";
    public static final String SYNCHRONOUS_COMMIT = "synchronous_commit";

    private static final List<String> NAMES = List.of(
            FSYNC,
            SYNCHRONOUS_COMMIT,
            "full_page_writes",
            "commit_delay",
            "shared_buffers",
            "checkpoint_timeout",
            "max_wal_size",
            "wal_segment_size",
            "server_version");

    /** Of {@code postmaster.pid}, from 0. */
    private static final int PORT_LINE = 3;

    private DatabaseSettings() {}

    /** @param data of the service */
    public static Map<String, String> of(Path data) {
        try (Connection connection = connect(data);
                Statement statement = connection.createStatement()) {
            Map<String, String> settings = new LinkedHashMap<>();
            for (String name : NAMES) {
                try (ResultSet row = statement.executeQuery("SHOW " + name)) {
                    row.next();
                    settings.put(name, row.getString(1));
                }
            }
            return settings;
        } catch (SQLException e) {
            throw failure(data, e);
        }
    }

    /**
     * To that PostgreSQL, as its owner.
     *
     * @param data of the service, which runs
     */
    public static Connection connect(Path data) throws SQLException {
        try {
            return source(data.resolve("postgres")).getConnection();
        } catch (IOException e) {
            throw failure(data, e);
        }
    }

    private static NarrowgaugeException failure(Path data, Exception e) {
        return new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR, "The database in %s cannot be asked: %s".formatted(data, e), e);
    }

    private static PGSimpleDataSource source(Path postgres) throws IOException {
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port));
        source.setUser("narrowgauge");
        source.setPassword(Files.readString(postgres.resolve("password")));
        return source;
    }
}
