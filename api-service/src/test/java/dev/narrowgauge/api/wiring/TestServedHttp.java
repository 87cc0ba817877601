package dev.narrowgauge.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestServedHttp {
    @ParameterizedTest
    @ValueSource(strings = {"disabled", "redirect", "DISABLED"})
    void addressIsThatOfTlsWhereNothingElseIsServed(String unencrypted) {
        assertThat(new ServedHttp("127.0.0.1", unencrypted).url(8443)).isEqualTo("https://localhost:8443");
        assertThat(new ServedHttp("0.0.0.0", unencrypted).url(8443)).isEqualTo("https://localhost:8443");
        assertThat(new ServedHttp("192.0.2.1", unencrypted).url(8443)).isEqualTo("https://192.0.2.1:8443");
    }

    @Test
    void addressIsInTheClearWhereThatIsServed() {
        assertThat(new ServedHttp("0.0.0.0", "enabled").url(8080)).isEqualTo("http://127.0.0.1:8080");
        assertThat(new ServedHttp("192.0.2.1", "enabled").url(8080)).isEqualTo("http://192.0.2.1:8080");
    }

    /** Whoever listens at one of the two kinds of addresses alone is not reached at the other. */
    @Test
    void addressesOfIpv6StandInBrackets() {
        assertThat(new ServedHttp("2001:db8::7", "enabled").url(8080)).isEqualTo("http://[2001:db8::7]:8080");
        assertThat(new ServedHttp("2001:db8::7", "disabled").url(8443)).isEqualTo("https://[2001:db8::7]:8443");
        assertThat(new ServedHttp("::1", "enabled").url(8080)).isEqualTo("http://[::1]:8080");
        assertThat(new ServedHttp("::", "enabled").url(8080)).isEqualTo("http://127.0.0.1:8080");
    }
}
