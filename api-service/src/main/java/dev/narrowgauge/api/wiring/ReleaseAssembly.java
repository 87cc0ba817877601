package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.release.Releases;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.TenantStores;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what knows releases. */
@Singleton
final class ReleaseAssembly {
    private final ApiConfig config;

    ReleaseAssembly(ApiConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Releases releases(TenantStores stores, Runs runs) {
        return new Releases(stores, runs, ServiceAddress.of(config.webhooks().serviceAddress()));
    }
}
