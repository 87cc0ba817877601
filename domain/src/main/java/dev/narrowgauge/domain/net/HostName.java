package dev.narrowgauge.domain.net;

import java.net.InetAddress;
import java.util.Optional;

/** What a URL may say of a host by itself: no name is looked up. */
public final class HostName {
    private static final String LOCALHOST = "localhost";

    private HostName() {}

    /** Whether every machine means itself by it. */
    public static boolean isOfThisMachine(String host) {
        return LOCALHOST.equalsIgnoreCase(host)
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * Empty where it is a name.
     *
     * @param host an address of IPv6 has its brackets, as in a URL, or not
     */
    public static Optional<InetAddress> address(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            return Optional.of(InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
