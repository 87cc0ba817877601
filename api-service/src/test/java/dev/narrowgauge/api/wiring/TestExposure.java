package dev.narrowgauge.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestExposure {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.8.7.6", "::1"})
    void thisMachineAloneNeedsNothing(String host) {
        assertThatCode(() -> Exposure.require(listeners(host, false), false, true))
                .doesNotThrowAnyException();
        assertThatCode(() -> Exposure.require(listeners(host, false), false, false))
                .doesNotThrowAnyException();
    }

    /** The last two are kept for documents, and nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"})
    void otherMachinesNeedTls(String host) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Exposure.require(listeners(host, false), false, true))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .withMessageContainingAll(
                        "HTTP", host, "quarkus.http.host", "narrowgauge.api.behind-tls-proxy", "127.0.0.1");
        assertThatCode(() -> Exposure.require(listeners(host, true), false, true))
                .doesNotThrowAnyException();
        assertThatCode(() -> Exposure.require(listeners(host, false), true, true))
                .doesNotThrowAnyException();
    }

    /** Neither TLS of its own nor that of a proxy says who calls. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1"})
    void otherMachinesNeedKeys(String host) {
        for (boolean encrypted : new boolean[] {true, false}) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> Exposure.require(listeners(host, encrypted), !encrypted, false))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                    .withMessageContainingAll(
                            "HTTP", host, "quarkus.http.host", "narrowgauge.api.auth", "docs/service.md", "127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachProtocolIsLookedAt(boolean httpIsEncrypted) {
        List<Listener> listeners = List.of(
                new Listener("HTTP", "http", "0.0.0.0", httpIsEncrypted),
                new Listener("gRPC", "grpc", "0.0.0.0", !httpIsEncrypted));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Exposure.require(listeners, false, true))
                .withMessageStartingWith(httpIsEncrypted ? "gRPC" : "HTTP");
    }

    private static List<Listener> listeners(String host, boolean encrypted) {
        return List.of(new Listener("HTTP", "quarkus.http.host", host, encrypted));
    }
}
