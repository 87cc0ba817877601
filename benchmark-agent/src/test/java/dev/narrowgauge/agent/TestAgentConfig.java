package dev.narrowgauge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names and defaults are what operators rely on. */
class TestAgentConfig {
    @Test
    void defaults() {
        AgentConfig config = read(Map.of());
        assertThat(config.enabled()).isTrue();
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.deadline()).isEqualTo(Duration.ofHours(1));
        assertThat(config.forks()).isEqualTo(40);
        assertThat(config.childMemoryMib()).isEmpty();
        assertThat(config.childThreads()).isZero();
        assertThat(config.name()).isEmpty();
        assertThat(config.labels()).isEmpty();
        assertThat(config.gateway().url()).isEmpty();
        assertThat(config.gateway().token()).isEmpty();
        assertThat(config.gateway().authorities()).isEmpty();
        assertThat(config.workDir()).isEqualTo(Path.of(".narrowgauge/work"));
    }

    @Test
    void everyNameIsRead() {
        AgentConfig config = read(Map.ofEntries(
                Map.entry("narrowgauge.agent.enabled", "false"),
                Map.entry("narrowgauge.agent.lease", "2s"),
                Map.entry("narrowgauge.agent.heartbeat", "500ms"),
                Map.entry("narrowgauge.agent.grace", "7s"),
                Map.entry("narrowgauge.agent.deadline", "5m"),
                Map.entry("narrowgauge.agent.forks", "6"),
                Map.entry("narrowgauge.agent.child-memory-mib", "700"),
                Map.entry("narrowgauge.agent.child-threads", "4"),
                Map.entry("narrowgauge.agent.name", "w1"),
                Map.entry("narrowgauge.agent.labels", "rack=7,nightly"),
                Map.entry("narrowgauge.agent.gateway.url", "https://gateway"),
                Map.entry("narrowgauge.agent.gateway.token", "secret"),
                Map.entry("narrowgauge.agent.gateway.authorities", "/ca.pem"),
                Map.entry("narrowgauge.agent.work-dir", "/scratch")));
        assertThat(config.enabled()).isFalse();
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.forks()).isEqualTo(6);
        assertThat(config.childMemoryMib()).hasValue(700);
        assertThat(config.childThreads()).isEqualTo(4);
        assertThat(config.name()).contains("w1");
        assertThat(config.labels()).contains(List.of("rack=7", "nightly"));
        assertThat(config.gateway().url()).contains("https://gateway");
        assertThat(config.gateway().token()).contains("secret");
        assertThat(config.gateway().authorities()).contains(Path.of("/ca.pem"));
        assertThat(config.workDir()).isEqualTo(Path.of("/scratch"));
    }

    private static AgentConfig read(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(AgentConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(AgentConfig.class);
    }
}
