package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestBrokerBean {
    @Test
    void settingsAreThoseThatKafkaKnows() {
        Map<String, String> given = Map.of(
                "kafka.bootstrap.servers", "kafka.example:9093",
                "kafka.security.protocol", "SSL",
                "kafka.ssl.endpoint.identification.algorithm", "",
                "kafka.heap.opts", "-Xmx1g");
        assertThat(BrokerBean.settings(TestingConfig.of(given)))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "kafka.example:9093",
                        "security.protocol", "SSL",
                        "ssl.endpoint.identification.algorithm", ""));
    }
}
