package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestBrokerBean {
    /** Of producers and consumers as well as of admin clients; but none by which messages could be lost. */
    @Test
    void allSettingsOfClientsPass() {
        Map<String, String> given = Map.of(
                "kafka.client.rack", "a", "kafka.compression.type", "lz4", "kafka.acks", "0", "kafka.group.id", "mine");
        assertThat(BrokerBean.settings(TestingConfig.of(given)))
                .isEqualTo(Map.of("client.rack", "a", "compression.type", "lz4"));
    }

    @Test
    void whatIsNoSettingIsTold() {
        Map<String, String> given = Map.of(
                "kafka.security.protocol", "SSL",
                "KAFKA_SASL_MECHANSIM", "PLAIN",
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG_FILE", "/run/secrets/kafka",
                "kafka.acks", "0");
        assertThat(BrokerBean.unknown(TestingConfig.of(given))).containsExactly("KAFKA_SASL_MECHANSIM", "kafka.acks");
    }

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
