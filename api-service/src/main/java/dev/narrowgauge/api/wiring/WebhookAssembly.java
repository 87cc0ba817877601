package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.webhook.NamedAddresses;
import dev.narrowgauge.api.webhook.WebhookSender;
import dev.narrowgauge.api.webhook.WebhookTargets;
import dev.narrowgauge.api.webhook.Webhooks;
import dev.narrowgauge.db.TenantStores;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;

/** Makes what tells webhooks. */
@Singleton
final class WebhookAssembly {
    private final ApiConfig config;

    WebhookAssembly(ApiConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    WebhookTargets webhookTargets() {
        NamedAddresses named =
                NamedAddresses.of(config.webhooks().allowedAddresses().orElse(List.of()));
        return new WebhookTargets(named, host -> List.of(InetAddress.getAllByName(host)));
    }

    @Produces
    @Singleton
    Webhooks webhooks(TenantStores stores, WebhookTargets targets, ObjectMapper json) {
        return new Webhooks(stores, targets, json, Clock.systemUTC());
    }

    @Produces
    @Singleton
    WebhookSender webhookSender(Vertx vertx, WebhookTargets targets) {
        return WebhookSender.over(vertx, targets, Clock.systemUTC());
    }
}
