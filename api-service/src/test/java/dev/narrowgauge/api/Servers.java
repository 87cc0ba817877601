package dev.narrowgauge.api;

import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.ProgramUsers;
import dev.narrowgauge.db.Rights;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real database and broker under the service that is tested, and a blob store that goes with it. */
public final class Servers implements QuarkusTestResourceLifecycleManager {
    private static final String USER = "api";
    private static final String PASSWORD = "secret";

    private Path directory;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("api-service");
            postgres = EmbeddedPostgres.startThrowAway(directory.resolve("postgres"));
            kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            prepareDatabase();
            return Map.of(
                    "kafka.bootstrap.servers",
                    kafka.bootstrapServers(),
                    "quarkus.datasource.jdbc.url",
                    postgres.jdbcUrl(),
                    "quarkus.datasource.username",
                    USER,
                    "quarkus.datasource.password",
                    PASSWORD,
                    "tests.owner.url",
                    postgres.jdbcUrl(),
                    "tests.owner.username",
                    postgres.username(),
                    "tests.owner.password",
                    postgres.password(),
                    "narrowgauge.blob.dir",
                    directory.resolve("blobs").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As migrate does it: the service owns nothing, and row security holds for it. */
    private void prepareDatabase() {
        DataSource owner = ProgramUsers.dataSource(postgres.jdbcUrl(), postgres.username(), postgres.password());
        Migrations.migrate(owner);
        ProgramUsers.make(owner, USER, PASSWORD, EnumSet.of(Rights.API));
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (directory != null) {
            delete();
        }
    }

    /** The large upload among the rest. */
    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
