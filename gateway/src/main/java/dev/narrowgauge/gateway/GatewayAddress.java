package dev.narrowgauge.gateway;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where the API's gRPC is reached.
 *
 * @param tls whether the connection is encrypted and the server proves its name
 */
public record GatewayAddress(String host, int port, boolean tls) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LAST_PORT = 65_535;
    private static final Set<String> PATHS = Set.of("", "/");

    /** Fails with {@link ErrorCode#REQUEST_INVALID} where the text is no address of a gateway. */
    public static GatewayAddress of(String url) {
        try {
            URI address = new URI(url);
            boolean tls = "https".equals(address.getScheme());
            boolean known = tls || "http".equals(address.getScheme());
            if (known && address.getHost() != null && namesNothingMore(address)) {
                int standard = tls ? HTTPS : HTTP;
                return new GatewayAddress(address.getHost(), address.getPort() < 0 ? standard : address.getPort(), tls);
            }
        } catch (URISyntaxException e) {
            throw none(url, e);
        }
        throw none(url, null);
    }

    private static boolean namesNothingMore(URI address) {
        return PATHS.contains(address.getRawPath())
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && address.getPort() != 0
                && address.getPort() <= LAST_PORT;
    }

    /** Whether what is sent there reaches no network. */
    public boolean isOfThisMachine() {
        return HostName.isOfThisMachine(host);
    }

    private static NarrowgaugeException none(String url, URISyntaxException cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The address of the gateway is '%s', which is none; one is https://narrowgauge.example:443, or http://localhost:9090 without encryption."
                        .formatted(url),
                cause);
    }

    @Override
    public String toString() {
        return "%s://%s:%d".formatted(tls ? "https" : "http", host, port);
    }
}
