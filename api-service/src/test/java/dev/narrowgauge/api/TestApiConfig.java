package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.wiring.ApiConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names and defaults are what operators rely on. */
class TestApiConfig {
    @Test
    void defaults() {
        ApiConfig config = read(Map.of());
        assertThat(config.nodeLiveWithin()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.nodeGoneAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.sweep()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxBody().asLongValue()).isEqualTo(8L << 30);
        assertThat(config.uploadPause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.connectionIdle()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.hosts()).isEmpty();
        assertThat(config.behindTlsProxy()).isFalse();
        assertThat(config.auth()).isTrue();
        assertThat(config.limits().calls()).isEqualTo(20_000);
        assertThat(config.limits().callsIn()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.limits().unknownKeys()).isEqualTo(60);
        assertThat(config.limits().refusals()).isEqualTo(60);
        assertThat(config.grpc().host()).isEqualTo("localhost");
        assertThat(config.grpc().port()).isEqualTo(9090);
        assertThat(config.grpc().clientCertificates()).isFalse();
        assertThat(config.webhooks().allowedAddresses()).isEmpty();
        assertThat(config.webhooks().serviceAddress()).isEmpty();
        assertThat(config.inspection().deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.inspection().concurrency()).isEqualTo(2);
    }

    @Test
    void everyNameIsRead() {
        ApiConfig config = read(Map.ofEntries(
                Map.entry("narrowgauge.api.node-live-within", "2s"),
                Map.entry("narrowgauge.api.node-gone-after", "3s"),
                Map.entry("narrowgauge.api.heartbeat", "4s"),
                Map.entry("narrowgauge.api.sweep", "500ms"),
                Map.entry("narrowgauge.api.max-body", "5M"),
                Map.entry("narrowgauge.api.upload-pause", "6s"),
                Map.entry("narrowgauge.api.connection-idle", "7s"),
                Map.entry("narrowgauge.api.hosts", "a.example,b.example"),
                Map.entry("narrowgauge.api.behind-tls-proxy", "true"),
                Map.entry("narrowgauge.api.auth", "false"),
                Map.entry("narrowgauge.api.limits.calls", "11"),
                Map.entry("narrowgauge.api.limits.calls-in", "12s"),
                Map.entry("narrowgauge.api.limits.unknown-keys", "13"),
                Map.entry("narrowgauge.api.limits.refusals", "14"),
                Map.entry("narrowgauge.api.grpc.host", "::"),
                Map.entry("narrowgauge.api.grpc.port", "7"),
                Map.entry("narrowgauge.api.grpc.client-certificates", "true"),
                Map.entry("narrowgauge.api.webhooks.allowed-addresses", "a.example,10.0.0.0/8"),
                Map.entry("narrowgauge.api.webhooks.service-address", "https://b.example"),
                Map.entry("narrowgauge.api.inspection.deadline", "8s"),
                Map.entry("narrowgauge.api.inspection.concurrency", "9")));
        assertThat(config.nodeLiveWithin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.nodeGoneAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.sweep()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.maxBody().asLongValue()).isEqualTo(5L << 20);
        assertThat(config.uploadPause()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.connectionIdle()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.hosts()).hasValue(List.of("a.example", "b.example"));
        assertThat(config.behindTlsProxy()).isTrue();
        assertThat(config.auth()).isFalse();
        assertThat(config.limits().calls()).isEqualTo(11);
        assertThat(config.limits().callsIn()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.limits().unknownKeys()).isEqualTo(13);
        assertThat(config.limits().refusals()).isEqualTo(14);
        assertThat(config.grpc().host()).isEqualTo("::");
        assertThat(config.grpc().port()).isEqualTo(7);
        assertThat(config.grpc().clientCertificates()).isTrue();
        assertThat(config.webhooks().allowedAddresses()).hasValue(List.of("a.example", "10.0.0.0/8"));
        assertThat(config.webhooks().serviceAddress()).hasValue("https://b.example");
        assertThat(config.inspection().deadline()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.inspection().concurrency()).isEqualTo(9);
    }

    private static ApiConfig read(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(ApiConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(ApiConfig.class);
    }
}
