package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class TestBrokerBean {
    @Test
    void settingsAreThoseThatKafkaKnows() {
        Map<String, String> given = Map.of(
                "kafka.bootstrap.servers", "kafka.example:9093",
                "kafka.security.protocol", "SSL",
                "kafka.ssl.endpoint.identification.algorithm", "",
                "kafka.heap.opts", "-Xmx1g");
        Config config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(given, "test", 500))
                .build();
        assertThat(BrokerBean.settings(config))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "kafka.example:9093",
                        "security.protocol", "SSL",
                        "ssl.endpoint.identification.algorithm", ""));
    }
}
