package dev.narrowgauge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.GatewayAccess;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
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
        assertThat(config.profile()).isTrue();
        assertThat(config.usage()).isFalse();
        assertThat(config.childMemoryMib()).isEmpty();
        assertThat(config.childThreads()).isZero();
        assertThat(config.name()).isEmpty();
        assertThat(config.labels()).isEmpty();
        assertThat(config.gateway().url()).isEmpty();
        assertThat(config.gateway().token()).isEmpty();
        assertThat(config.gateway().authorities()).isEmpty();
        assertThat(config.gateway().certificate()).isEmpty();
        assertThat(config.gateway().key()).isEmpty();
        assertThat(config.gateway().plainText()).isFalse();
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
                Map.entry("narrowgauge.agent.profile", "false"),
                Map.entry("narrowgauge.agent.usage", "true"),
                Map.entry("narrowgauge.agent.child-memory-mib", "700"),
                Map.entry("narrowgauge.agent.child-threads", "4"),
                Map.entry("narrowgauge.agent.name", "w1"),
                Map.entry("narrowgauge.agent.labels", "rack=7,nightly"),
                Map.entry("narrowgauge.agent.gateway.url", "https://gateway"),
                Map.entry("narrowgauge.agent.gateway.token", "secret"),
                Map.entry("narrowgauge.agent.gateway.authorities", "/ca.pem"),
                Map.entry("narrowgauge.agent.gateway.certificate", "/agent.pem"),
                Map.entry("narrowgauge.agent.gateway.key", "/agent.key"),
                Map.entry("narrowgauge.agent.gateway.plain-text", "true"),
                Map.entry("narrowgauge.agent.work-dir", "/scratch")));
        assertThat(config.enabled()).isFalse();
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.forks()).isEqualTo(6);
        assertThat(config.profile()).isFalse();
        assertThat(config.usage()).isTrue();
        assertThat(config.childMemoryMib()).hasValue(700);
        assertThat(config.childThreads()).isEqualTo(4);
        assertThat(config.name()).contains("w1");
        assertThat(config.labels()).contains(List.of("rack=7", "nightly"));
        assertThat(config.gateway().url()).contains("https://gateway");
        assertThat(config.gateway().token()).contains("secret");
        assertThat(config.gateway().authorities()).contains(Path.of("/ca.pem"));
        assertThat(config.gateway().certificate()).contains(Path.of("/agent.pem"));
        assertThat(config.gateway().key()).contains(Path.of("/agent.key"));
        assertThat(config.gateway().plainText()).isTrue();
        assertThat(config.workDir()).isEqualTo(Path.of("/scratch"));
    }

    @Test
    void tokenIsSentToAnotherMachineOnlyWhereThatIsEncryptedOrMeant() {
        assertThat(access("https://gateway.example").address().tls()).isTrue();
        assertThat(access("http://localhost:9090").address().tls()).isFalse();
        assertThat(access("http://[::1]:9090").address().port()).isEqualTo(9090);
        assertThat(access("http://gateway.example", "plain-text", "true")
                        .address()
                        .tls())
                .isFalse();
        assertRefused("http://gateway.example")
                .withMessageContainingAll("https://", "narrowgauge.agent.gateway.plain-text");
    }

    @Test
    void certificateAndKeyBelongTogether() {
        assertThat(access("https://gateway.example", "certificate", "/agent.pem", "key", "/agent.key")
                        .identity())
                .contains(new GatewayAccess.Identity(Path.of("/agent.pem"), Path.of("/agent.key")));
        assertRefused("https://gateway.example", "key", "/agent.key")
                .withMessageContaining("narrowgauge.agent.gateway.certificate");
    }

    private static ThrowableAssertAlternative<NarrowgaugeException> assertRefused(String url, String... settings) {
        return assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> access(url, settings))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
    }

    /** @param settings of the gateway beside its address and a token: names and values */
    private static GatewayAccess access(String url, String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("narrowgauge.agent.gateway.url", url);
        properties.put("narrowgauge.agent.gateway.token", "secret");
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("narrowgauge.agent.gateway." + settings[i], settings[i + 1]);
        }
        return AgentOutside.access(read(properties).gateway());
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
