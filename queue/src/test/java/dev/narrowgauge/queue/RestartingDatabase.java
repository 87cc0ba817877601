package dev.narrowgauge.queue;

import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A database whose server a test stops and starts again; it comes back on another port, which this data source knows. */
final class RestartingDatabase extends PGSimpleDataSource implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;
    private transient EmbeddedPostgres server;

    RestartingDatabase(Path directory) {
        this.directory = directory;
        start();
    }

    void start() {
        server = EmbeddedPostgres.startThrowAway(directory);
        setUrl(server.jdbcUrl());
        setUser(server.username());
        setPassword(server.password());
    }

    void stop() {
        server.close();
    }

    @Override
    public void close() {
        stop();
    }
}
