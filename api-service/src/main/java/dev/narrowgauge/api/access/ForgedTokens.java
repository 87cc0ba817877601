package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.digest.Sha256;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens whose signature is not that of a provider. To find that out takes a check of a signature, so only so many are looked at
 * from each network. Good ones do not count, and one that was good once is looked at whatever else comes from its network.
 */
final class ForgedTokens {
    /** Far more than are in use at a time. */
    private static final int MOST = 10_000;

    private final Buckets<String> unknown;
    private final Set<String> onceGood = ConcurrentHashMap.newKeySet();

    /** @param unknown how many may come from each network */
    ForgedTokens(Buckets<String> unknown) {
        this.unknown = requireNonNull(unknown, "unknown is null");
    }

    /**
     * Before its signature is checked. Those that come at the same time may together be more than there is room for: none is
     * counted before it is known to be forged, or good ones would be kept out.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException RATE_LIMITED where too many have come from the address
     */
    void requireRoom(BearerToken token, String address) {
        if (onceGood.contains(mark(token))) {
            return;
        }
        unknown.untilNext(ClientAddress.network(address)).ifPresent(wait -> {
            throw Limited.unknownKeys(address, wait);
        });
    }

    /** The provider has signed it. */
    void isGood(BearerToken token) {
        if (onceGood.size() >= MOST) {
            onceGood.clear();
        }
        onceGood.add(mark(token));
    }

    /** The provider has not, or not with a key that it has now. */
    void isForged(BearerToken token, String address) {
        onceGood.remove(mark(token));
        var _ = unknown.take(ClientAddress.network(address));
    }

    private static String mark(BearerToken token) {
        return Sha256.of(token.text());
    }
}
