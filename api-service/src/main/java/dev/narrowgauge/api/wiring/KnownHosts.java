package dev.narrowgauge.api.wiring;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import java.util.List;
import java.util.Set;

/**
 * Hosts by which the API is called. Anybody can have a name of theirs lead to this machine, and a browser then takes the API
 * for a part of their site.
 *
 * @param configured beside those of this machine itself, in lower case
 */
record KnownHosts(Set<String> configured) {
    /** Fails with {@link ErrorCode#REQUEST_INVALID} where one is no host. */
    static KnownHosts of(List<String> written) {
        return new KnownHosts(written.stream().map(KnownHosts::host).collect(toUnmodifiableSet()));
    }

    private static String host(String written) {
        return Authority.of(written.strip())
                .map(Authority::host)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "narrowgauge.api.hosts has '%s', which is no host; one is narrowgauge.example, for example"
                                .formatted(written)));
    }

    /** @param connectedTo address of this machine that a connection came to: who calls it by that was misled by no name */
    boolean has(String host, String connectedTo) {
        return HostName.isOfThisMachine(host)
                || configured.contains(host)
                || HostName.address(host)
                        .filter(address -> address.getHostAddress().equals(connectedTo))
                        .isPresent();
    }
}
