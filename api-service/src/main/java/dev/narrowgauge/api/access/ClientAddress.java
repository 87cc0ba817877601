package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.net.HostName;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Says from where calls come. */
public final class ClientAddress {
    /** That a proxy adds to what it passes on; the address that it has seen itself stands last. */
    static final String FORWARDED = "X-Forwarded-For";

    private static final String UNKNOWN = "unknown";

    /** Of an address of IPv6, what a customer of a provider has for itself. */
    private static final int NETWORK_BYTES = 8;

    private final boolean behindProxy;

    /** @param behindProxy whether all calls come by a proxy that adds to {@link #FORWARDED} */
    public ClientAddress(boolean behindProxy) {
        this.behindProxy = behindProxy;
    }

    /**
     * The address as it is usually written.
     *
     * @param connection the address at the other end of it; null where it has none
     * @param forwarded values of {@link #FORWARDED}, which whoever calls may have made up where there is no proxy
     */
    String of(String connection, List<String> forwarded) {
        if (behindProxy && !forwarded.isEmpty()) {
            String last = forwarded.getLast();
            Optional<String> client =
                    written(last.substring(last.lastIndexOf(',') + 1).strip());
            if (client.isPresent()) {
                return client.get();
            }
        }
        return Optional.ofNullable(connection).flatMap(ClientAddress::written).orElse(UNKNOWN);
    }

    private static Optional<String> written(String address) {
        return Optional.of(address)
                .filter(text -> !text.isEmpty())
                .flatMap(HostName::address)
                .map(InetAddress::getHostAddress);
    }

    /** What of the address is the same of all calls of one machine, which may have any number of addresses of IPv6. */
    static String network(String address) {
        return HostName.address(address)
                .filter(Inet6Address.class::isInstance)
                .map(known -> HexFormat.of().formatHex(known.getAddress(), 0, NETWORK_BYTES))
                .orElse(address);
    }
}
