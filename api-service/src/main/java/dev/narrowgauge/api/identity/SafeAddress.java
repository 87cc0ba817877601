package dev.narrowgauge.api.identity;

import dev.narrowgauge.domain.net.HostName;
import java.net.URI;
import java.util.Optional;

/** Where a provider may be: what comes from there decides who may do what, so nobody on the way may change it. */
final class SafeAddress {
    private SafeAddress() {}

    /** Empty where that is no address, or one that is not encrypted and of another machine. */
    static Optional<URI> of(String text) {
        try {
            URI address = URI.create(text);
            return Optional.of(address).filter(SafeAddress::isSafe);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isSafe(URI address) {
        if (address.getHost() == null) {
            return false;
        }
        return "https".equals(address.getScheme())
                || ("http".equals(address.getScheme()) && HostName.isOfThisMachine(address.getHost()));
    }
}
