package dev.narrowgauge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.metrics.ScrapeAccess.Scrape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestScrapeAccess {
    private static final ScrapeAccess OF_THIS_MACHINE = new ScrapeAccess(Optional.empty());
    private static final ScrapeAccess WITH_TOKEN = new ScrapeAccess(Optional.of("a secret"));

    @Test
    void withoutATokenThisMachineAloneReadsThem() {
        for (String address : new String[] {"127.0.0.1", "127.8.0.1", "0:0:0:0:0:0:0:1"}) {
            assertThat(OF_THIS_MACHINE.refusal(from(address, "localhost"))).isEmpty();
        }
        assertThat(OF_THIS_MACHINE.refusal(from("127.0.0.1", "[::1]"))).isEmpty();
        assertThat(refusal(OF_THIS_MACHINE, from("192.0.2.7", "localhost"))).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal(OF_THIS_MACHINE, from("127.0.0.1", "rebound.example")))
                .as("a name that its owner has led here")
                .isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal(
                        OF_THIS_MACHINE,
                        new Scrape(Optional.of("127.0.0.1"), Optional.of("localhost"), true, Optional.empty())))
                .as("a proxy of this machine asks for somebody else")
                .isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal(OF_THIS_MACHINE, new Scrape(Optional.empty(), Optional.empty(), false, Optional.empty())))
                .isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void whoShowsTheTokenReadsThemFromAnywhere() {
        assertThat(WITH_TOKEN.refusal(showing("Bearer a secret"))).isEmpty();
        assertThat(WITH_TOKEN.refusal(showing("bearer a secret"))).isEmpty();
        for (String header :
                new String[] {"Bearer a secre", "Bearer a secret2", "Bearer ", "Basic a secret", "a secret"}) {
            assertThat(refusal(WITH_TOKEN, showing(header))).as(header).isEqualTo(ErrorCode.TOKEN_REFUSED);
        }
        assertThat(refusal(WITH_TOKEN, from("127.0.0.1", "localhost")))
                .as("also on this machine")
                .isEqualTo(ErrorCode.TOKEN_REFUSED);
    }

    private static Scrape from(String address, String host) {
        return new Scrape(Optional.of(address), Optional.of(host), false, Optional.empty());
    }

    private static Scrape showing(String authorization) {
        return new Scrape(Optional.of("192.0.2.7"), Optional.of("worker.example"), true, Optional.of(authorization));
    }

    private static ErrorCode refusal(ScrapeAccess access, Scrape scrape) {
        return access.refusal(scrape).map(NarrowgaugeException::code).orElseThrow();
    }
}
