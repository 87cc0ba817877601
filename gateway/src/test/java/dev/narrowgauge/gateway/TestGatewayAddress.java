package dev.narrowgauge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestGatewayAddress {
    @Test
    void schemeSaysWhetherItIsEncryptedAndWhichPortIsMeant() {
        assertThat(GatewayAddress.of("https://gateway.example"))
                .isEqualTo(new GatewayAddress("gateway.example", 443, true));
        assertThat(GatewayAddress.of("https://gateway.example:8443/"))
                .isEqualTo(new GatewayAddress("gateway.example", 8443, true));
        assertThat(GatewayAddress.of("http://localhost:9090")).isEqualTo(new GatewayAddress("localhost", 9090, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:9090",
                "gateway.example",
                "ftp://gateway.example",
                "mailto:someone@gateway.example",
                "https://",
                "https://gateway.example/v1",
                "https://gateway.example:99999",
                "https://gateway.example:0",
                "https://someone@gateway.example",
                "https://gateway.example?node=1",
                "https://gate way"
            })
    void whatIsNoAddressIsRefusedByName(String url) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> GatewayAddress.of(url))
                .withMessageContaining("'" + url + "'")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
    }
}
