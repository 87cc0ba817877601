package dev.narrowgauge.api.wiring;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.service.DatabaseStart;
import dev.narrowgauge.service.Patience;
import dev.narrowgauge.service.SchemaConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Waits for those without whom the API answers nothing, before anything asks for them: its ports are closed until then.
 * What it waits for is in its log.
 */
@Singleton
final class AwaitedServers {
    private final DatabaseStart database;
    private final Provider<BlobStore> blobs;
    private final SchemaConfig config;

    AwaitedServers(DatabaseStart database, Provider<BlobStore> blobs, SchemaConfig config) {
        this.database = database;
        this.blobs = blobs;
        this.config = config;
    }

    void await(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        database.awaitSchema();
        new Patience(config.maxWait()).until(blobs::get);
    }
}
