package dev.narrowgauge.api.wiring;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hosts by which the API is called. Anybody can have a name of theirs lead to this machine, and a browser then takes the API
 * for a part of their site.
 *
 * @param configured beside those of this machine itself, in lower case
 */
record KnownHosts(Set<String> configured) {
    private static final String LOCALHOST = "localhost";

    /** Fails with {@link ErrorCode#REQUEST_INVALID} where one is no host. */
    static KnownHosts of(List<String> written) {
        return new KnownHosts(written.stream().map(KnownHosts::host).collect(toUnmodifiableSet()));
    }

    private static String host(String written) {
        return Authority.of(written.strip())
                .map(Authority::host)
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.REQUEST_INVALID,
                                "narrowgauge.api.hosts has '%s', which is no host; one is narrowgauge.example, for example"
                                        .formatted(written)));
    }

    /** @param connectedTo address of this machine that a connection came to: who calls it by that was misled by no name */
    boolean has(String host, String connectedTo) {
        return isOfThisMachine(host)
                || configured.contains(host)
                || address(host).filter(address -> address.getHostAddress().equals(connectedTo)).isPresent();
    }

    /** Whether every machine means itself by it. */
    static boolean isOfThisMachine(String host) {
        return host.equals(LOCALHOST)
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Of a literal; no name is looked up. */
    private static Optional<InetAddress> address(String host) {
        try {
            String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return Optional.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
