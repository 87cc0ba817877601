package dev.narrowgauge.api;

import dev.narrowgauge.api.identity.TestingProvider;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real database and broker under the service that is tested, a blob store that goes with it, and an identity provider. */
public final class Servers implements QuarkusTestResourceLifecycleManager {
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
            provider = TestingProvider.start();
            Map<String, String> settings = new HashMap<>(ofProvider());
            settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
            settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
            settings.put("quarkus.datasource.username", postgres.username());
            settings.put("quarkus.datasource.password", postgres.password());
            settings.put("narrowgauge.blob.dir", directory.resolve("blobs").toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> ofProvider() {
        Map<String, String> settings = Map.of(
                "issuer", provider.issuer(),
                "audience", TestingProvider.AUDIENCE,
                "client-id", TestingProvider.PAGE,
                "cli-client-id", TestingProvider.COMMAND_LINE,
                "rules.engineers.role", "submitter",
                "rules.engineers.claims.groups", "engineers",
                "rules.releases.role", "submitter",
                "rules.releases.claims.repository", "acme/models",
                "rules.releases.claims.ref", "refs/heads/main");
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
