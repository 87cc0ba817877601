package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestClientAddress {
    @Test
    void headerCountsOnlyBehindAProxy() {
        List<String> forwarded = List.of("198.51.100.7");
        assertThat(new ClientAddress(false).of("192.0.2.1", forwarded)).isEqualTo("192.0.2.1");
        assertThat(new ClientAddress(true).of("192.0.2.1", forwarded)).isEqualTo("198.51.100.7");
        assertThat(new ClientAddress(true).of("192.0.2.1", List.of())).isEqualTo("192.0.2.1");
    }

    /** What stands before it the client may have written. */
    @Test
    void lastAddressIsThatOfTheProxy() {
        assertThat(new ClientAddress(true).of("192.0.2.1", List.of("10.0.0.1", "10.0.0.2, 198.51.100.7")))
                .isEqualTo("198.51.100.7");
        assertThat(new ClientAddress(true).of("192.0.2.1", List.of("198.51.100.7, nonsense")))
                .isEqualTo("192.0.2.1");
        assertThat(new ClientAddress(true).of("192.0.2.1", List.of(","))).isEqualTo("192.0.2.1");
        assertThat(new ClientAddress(true).of(null, List.of())).isEqualTo("unknown");
    }

    @Test
    void machineHasOneNetworkOfManyAddresses() {
        assertThat(ClientAddress.network("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(ClientAddress.network("2001:db8:1:2::1"))
                .isNotEqualTo(ClientAddress.network("2001:db8:1:3::1"));
        assertThat(ClientAddress.network("192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
