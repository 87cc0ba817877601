package dev.narrowgauge.api;

import dev.narrowgauge.service.BlobConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running service need. */
@WithTestResource(Servers.class)
abstract class ApiTest {
    @TestHTTPResource("/")
    URI root;

    @Inject
    BlobConfig blobConfig;

    @Inject
    DataSource database;

    Http http;
    RunFixture fixture;

    @BeforeEach
    void connect() {
        http = new Http(root);
        fixture = new RunFixture(http, database, blobConfig.dir());
    }
}
