package dev.narrowgauge.domain.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestHostName {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.3.2.1", "::1", "[::1]"})
    void thisMachine(String host) {
        assertThat(HostName.isOfThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.example",
                "127.example",
                "gateway",
                "0.0.0.0",
                "10.0.0.1",
                "[2001:db8::1]",
                "[",
                "[]",
                ""
            })
    void others(String host) {
        assertThat(HostName.isOfThisMachine(host)).isFalse();
    }
}
