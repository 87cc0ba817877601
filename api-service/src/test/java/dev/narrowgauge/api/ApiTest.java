package dev.narrowgauge.api;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.ProgramUsers;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.service.BlobConfig;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running service need. */
@WithTestResource(Servers.class)
abstract class ApiTest {
    @TestHTTPResource("/")
    URI root;

    @Inject
    BlobConfig blobConfig;

    @Inject
    @ConfigProperty(name = "tests.owner.url")
    String ownerUrl;

    @Inject
    @ConfigProperty(name = "tests.owner.username")
    String ownerName;

    @Inject
    @ConfigProperty(name = "tests.owner.password")
    String ownerPassword;

    @Inject
    ApiKeyStore keys;

    /** As its owner. */
    DataSource database;

    /** May do everything. */
    KeyText key;

    Http http;
    RunFixture fixture;
    HistoryFixture histories;

    @BeforeEach
    void connect() {
        database = ProgramUsers.dataSource(ownerUrl, ownerName, ownerPassword);
        key = newKey(Permission.ADMIN);
        http = new Http(root, Optional.of(key));
        fixture = new RunFixture(http, database, blobConfig.dir());
        histories = new HistoryFixture(fixture, database);
    }

    /** Sends the key, if there is one, with each call of gRPC. */
    static ClientInterceptor sender(Optional<? extends Bearer> sent) {
        Metadata headers = new Metadata();
        sent.ifPresent(text -> headers.put(GatewayAccess.AUTHORIZATION, GatewayAccess.BEARER + text.text()));
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** All that is below the folder of the blob store, in the order of their names. */
    List<Path> storedFiles() {
        try (Stream<Path> files = Files.walk(blobConfig.dir())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeyText newKey(Permission... permissions) {
        return newKey(Set.of(Project.FIRST), permissions);
    }

    KeyText newKey(Set<UUID> projects, Permission... permissions) {
        KeyText made = KeyText.random();
        keys.add(
                made,
                new ApiKeyStore.Wanted("tests", Set.of(permissions), projects, Optional.empty(), Optional.empty()));
        return made;
    }
}
