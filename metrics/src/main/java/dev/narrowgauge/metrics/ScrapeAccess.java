package dev.narrowgauge.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may read the metrics (ADR 36).
 *
 * @param token that they have to show; empty where callers of this machine need none, and nobody else may
 */
record ScrapeAccess(Optional<String> token) {
    private static final String SCHEME = "Bearer ";

    /**
     * A request as far as it matters here.
     *
     * @param address that it came from
     * @param host that it is for
     * @param forwarded whether a proxy says of it that it came from elsewhere
     * @param authorization the header of that name
     */
    record Scrape(Optional<String> address, Optional<String> host, boolean forwarded, Optional<String> authorization) {
        /** A page elsewhere may have a browser of this machine ask, by a name that leads here. */
        private boolean isOfThisMachine() {
            return !forwarded
                    && address.filter(HostName::isOfThisMachine).isPresent()
                    && host.filter(HostName::isOfThisMachine).isPresent();
        }

        private boolean shows(String token) {
            return authorization
                    .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                    .map(header -> header.substring(SCHEME.length()).strip())
                    // In a time that says nothing of how much of it was right.
                    .filter(shown -> MessageDigest.isEqual(shown.getBytes(UTF_8), token.getBytes(UTF_8)))
                    .isPresent();
        }
    }

    /** Why the request is not to be answered; empty where it is. */
    Optional<NarrowgaugeException> refusal(Scrape scrape) {
        if (token.isPresent()) {
            return scrape.shows(token.get())
                    ? Optional.empty()
                    : Optional.of(
                            new NarrowgaugeException(
                                    ErrorCode.TOKEN_REFUSED,
                                    "The metrics need the token that narrowgauge.metrics.token sets, as 'Authorization: Bearer TOKEN'."));
        }
        return scrape.isOfThisMachine()
                ? Optional.empty()
                : Optional.of(
                        new NarrowgaugeException(
                                ErrorCode.ACCESS_DENIED,
                                "Without a token the metrics are for callers of the same machine: set narrowgauge.metrics.token, and have who reads them send it."));
    }
}
