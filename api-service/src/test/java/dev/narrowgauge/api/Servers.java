package dev.narrowgauge.api;

import dev.narrowgauge.api.identity.TestingProvider;
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
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real database and broker under the service that is tested, a blob store that goes with it, and an identity provider. */
public final class Servers implements QuarkusTestResourceLifecycleManager {
    private static final String USER = "api";
    private static final String PASSWORD = "secret";

    private Path directory;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;
    private TestingProvider provider;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("api-service");
            postgres = EmbeddedPostgres.startThrowAway(directory.resolve("postgres"));
            kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            prepareDatabase();
            provider = TestingProvider.start();
            Map<String, String> settings = new HashMap<>(ofProvider());
            settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
            settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
            settings.put("quarkus.datasource.username", USER);
            settings.put("quarkus.datasource.password", PASSWORD);
            settings.put("tests.owner.url", postgres.jdbcUrl());
            settings.put("tests.owner.username", postgres.username());
            settings.put("tests.owner.password", postgres.password());
            settings.put("narrowgauge.blob.dir", directory.resolve("blobs").toString());
            return settings;
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

    private Map<String, String> ofProvider() {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("issuer", provider.issuer()),
                Map.entry("audience", TestingProvider.AUDIENCE),
                Map.entry("client-id", TestingProvider.PAGE),
                Map.entry("cli-client-id", TestingProvider.COMMAND_LINE),
                Map.entry("rules.engineers.role", "submitter"),
                Map.entry("rules.engineers.claims.groups", "engineers"),
                Map.entry("rules.releases.role", "submitter"),
                Map.entry("rules.releases.claims.repository", "acme/models"),
                Map.entry("rules.releases.claims.ref", "refs/heads/main"),
                Map.entry("rules.laboratory.role", "submitter"),
                Map.entry("rules.laboratory.projects", "laboratory"),
                Map.entry("rules.laboratory.claims.groups", "researchers"),
                Map.entry("rules.visits.role", "viewer"),
                Map.entry("rules.visits.claims.groups", "researchers"));
        return settings.entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "narrowgauge.oidc.company." + setting.getKey(), Map.Entry::getValue));
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.close();
        }
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
