package dev.narrowgauge.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestWebhookTargets {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example",
                "ftp://hooks.example/",
                "https://",
                "https:///path",
                "https://user@hooks.example/",
                "https://user:password@hooks.example/",
                "https://hooks.example/#part",
                "https://hooks.example:0/",
                "https://hooks.example:65536/",
                "https://hooks example/",
                "http://hooks.example/",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest/meta-data"
            })
    void whereNothingCanBeSentIsRefusedAtOnce(String url) {
        assertRefused(targets(List.of()), url);
    }

    @Test
    void whatCanBeMeantIsTaken() {
        WebhookTargets targets = targets(List.of());
        assertThat(targets.require("https://hooks.example")).hasToString("https://hooks.example");
        assertThat(targets.require(" HTTPS://hooks.example:8443/a?b=ü "))
                .hasToString("https://hooks.example:8443/a?b=%C3%BC");
        assertThat(targets.require("https://[2606:4700::1111]/")).hasHost("[2606:4700::1111]");
    }

    @Test
    void placesThatAreNamedMayBePrivateAndInTheClear() throws UnknownHostException {
        WebhookTargets targets = targets(List.of("10.20.0.0/16", "Hooks.internal.example"), "10.20.1.1");
        assertThat(targets.require("http://10.20.1.1/")).hasHost("10.20.1.1");
        assertRefused(targets, "http://10.21.1.1/");
        assertThat(targets.find("http://hooks.example/", 1).address()).isEqualTo(InetAddress.ofLiteral("10.20.1.1"));
        WebhookTargets byName = targets(List.of("Hooks.internal.example"), "192.168.0.1");
        assertThat(byName.find("http://hooks.internal.example/", 1).port()).isEqualTo(80);
        assertRefusedOnceFound(byName, "https://hooks.example/");
        assertRefused(byName, "http://hooks.example/");
        assertRefusedOnceFound(targets(List.of("hooks.internal.example"), "1.1.1.1"), "http://hooks.internal.example/");
    }

    @Test
    void oneAddressThatIsPrivateRefusesTheHost() throws UnknownHostException {
        assertRefusedOnceFound(targets(List.of(), "1.1.1.1", "10.0.0.1"), "https://hooks.example/");
        WebhookTargets two = targets(List.of(), "1.1.1.1", "8.8.8.8");
        assertThat(two.find("https://hooks.example/", 1).address()).isEqualTo(InetAddress.ofLiteral("1.1.1.1"));
        assertThat(two.find("https://hooks.example/", 2).address())
                .as("each has its turn")
                .isEqualTo(InetAddress.ofLiteral("8.8.8.8"));
        assertThat(two.find("https://hooks.example/", 3).port()).isEqualTo(443);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "https://hooks.example", "hooks.example:80", "a b", "*.example"})
    void settingThatCannotBeMeantIsNamed(String written) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> NamedAddresses.of(List.of(written)))
                .withMessageContaining("narrowgauge.api.webhooks.allowed-addresses");
    }

    private static void assertRefused(WebhookTargets targets, String url) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .as(url)
                .isThrownBy(() -> targets.require(url))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
    }

    private static void assertRefusedOnceFound(WebhookTargets targets, String url) {
        assertThatExceptionOfType(NarrowgaugeException.class).isThrownBy(() -> targets.find(url, 1));
    }

    private static WebhookTargets targets(List<String> named, String... addresses) {
        List<InetAddress> all = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
        return new WebhookTargets(NamedAddresses.of(named), _ -> all);
    }
}
