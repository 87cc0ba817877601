package dev.narrowgauge.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestServiceOptions {
    private static final Map<String, String> CONFIGURED =
            Map.of(ServiceOptions.VARIABLE, "https://quantize.example/ng");

    @Test
    void optionComesBeforeTheEnvironment() {
        assertThat(ServiceOptions.address("https://10.0.0.7:8080", CONFIGURED)).hasToString("https://10.0.0.7:8080/");
        assertThat(ServiceOptions.address(null, CONFIGURED)).hasToString("https://quantize.example/ng/");
        assertThat(ServiceOptions.address(null, Map.of(ServiceOptions.VARIABLE, " ")))
                .hasToString("http://127.0.0.1:8080/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.7:8080", "http://quantize.example", "http://[2001:db8::1]:8080"})
    void keyIsSentToAnotherMachineEncryptedOrNotAtAll(String address) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> ServiceOptions.address(address, Map.of()))
                .withMessageContainingAll("--server is " + address, "https://", ServiceOptions.PLAIN_TEXT)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> ServiceOptions.address(null, Map.of(ServiceOptions.VARIABLE, address)))
                .withMessageStartingWith(ServiceOptions.VARIABLE);
        assertThat(ServiceOptions.address(address, Map.of(ServiceOptions.PLAIN_TEXT, "true")))
                .hasToString(address + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"})
    void thisMachineNeedsNoEncryption(String address) {
        assertThat(ServiceOptions.address(address, Map.of())).hasToString(address + "/");
    }

    @Test
    void authoritiesAreThoseGivenOrThoseOfTheEnvironment() {
        Map<String, String> configured = Map.of(ServiceOptions.AUTHORITIES, "/etc/ca.pem");
        assertThat(ServiceOptions.authorities(Path.of("own.pem"), configured)).contains(Path.of("own.pem"));
        assertThat(ServiceOptions.authorities(null, configured)).contains(Path.of("/etc/ca.pem"));
        assertThat(ServiceOptions.authorities(null, Map.of())).isEmpty();
    }

    @Test
    void projectIsTheOneGivenOrThatOfTheEnvironment() {
        Map<String, String> configured = Map.of(ServiceOptions.PROJECT, "search");
        assertThat(ServiceOptions.project("ranking", configured)).contains("ranking");
        assertThat(ServiceOptions.project(null, configured)).contains("search");
        assertThat(ServiceOptions.project(null, Map.of(ServiceOptions.PROJECT, " ")))
                .isEmpty();
    }

    @Test
    void whatIsNoNameOfAProjectIsNamed() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> ServiceOptions.project("Search\nX: y", Map.of()))
                .withMessageStartingWith("--project is 'Search")
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://host", "http://", "a b", ""})
    void whatIsNoAddressIsNamed(String text) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> ServiceOptions.address(text, Map.of()))
                .withMessageStartingWith("--server is '")
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
    }
}
