package dev.narrowgauge.service;

import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A backup of a Postgres that works meanwhile, as pg_basebackup makes one, which the embedded server lacks: see "Making a Base Backup
 * Using the Low Level API" in PostgreSQL's manual.
 */
record BaseBackup(Path home) {
    private static final Path CLUSTER = Path.of("cluster");
    private static final Path LOG = CLUSTER.resolve("pg_wal");

    /** What is the running server's own. */
    private static final Set<Path> WITHOUT = Set.of(
            LOG,
            CLUSTER.resolve("postmaster.pid"),
            CLUSTER.resolve("postmaster.opts"),
            Path.of("lock"),
            Path.of("postgres.log"));

    /** @param running data folder of the server */
    static BaseBackup take(EmbeddedPostgres server, Path running, Path home) throws IOException, SQLException {
        try (Connection connection = database(server).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('a backup', fast => true)");
            FolderCopy.make(running, home, WITHOUT);
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
                stopped.next();
                write(home, "backup_label", stopped.getString("labelfile"));
            }
        }
        copyLog(running, home.resolve(LOG));
        return new BaseBackup(home);
    }

    /** What the server has written ahead of its tables, as its archive would have it. */
    static void copyLog(Path running, Path to) throws IOException {
        FolderCopy.make(running.resolve(LOG), to, Set.of());
    }

    EmbeddedPostgres restore(Path folder) throws IOException {
        FolderCopy.make(home, folder, Set.of());
        return EmbeddedPostgres.startThrowAway(folder);
    }

    /** @param log that was copied later */
    EmbeddedPostgres restoreTo(String point, Path log, Path folder) throws IOException {
        FolderCopy.make(home, folder, Set.of());
        write(folder, "recovery.signal", "");
        write(folder, "postgresql.auto.conf", """
                restore_command = '/bin/cp "%s/%%f" "%%p"'
                recovery_target_name = '%s'
                recovery_target_action = 'promote'
                """.formatted(log, point));
        return EmbeddedPostgres.startThrowAway(folder);
    }

    static DataSource database(EmbeddedPostgres server) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(server.jdbcUrl());
        database.setUser(server.username());
        database.setPassword(server.password());
        return database;
    }

    /** The server may run as another user than this process. */
    private static void write(Path home, String name, String text) throws IOException {
        Path cluster = home.resolve(CLUSTER);
        Path file =
                Files.writeString(cluster.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setOwner(file, Files.getOwner(cluster));
    }
}
