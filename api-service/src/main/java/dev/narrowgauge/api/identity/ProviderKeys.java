package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwk.JsonWebKey;

/**
 * The public keys of providers, kept for a while after they were read. A key that is not among them has the provider asked
 * again, so that one that it has begun to sign with is good at once.
 */
final class ProviderKeys {
    private final ProviderClient client;
    private final InstantSource clock;
    private final Map<String, Shelf<List<JsonWebKey>>> shelves = new ConcurrentHashMap<>();

    ProviderKeys(ProviderClient client, InstantSource clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param id of the key that is looked for, if that is known
     * @return all that are known, whether or not that one is among them
     * @throws NarrowgaugeException IDENTITY_PROVIDER_UNAVAILABLE
     */
    List<JsonWebKey> of(Provider provider, Optional<String> id) {
        return shelves.computeIfAbsent(provider.name(), _ -> new Shelf<>(clock))
                .get(
                        known -> id.isEmpty() || has(known, id.get()),
                        () -> List.copyOf(client.keys(provider).getJsonWebKeys()));
    }

    private static boolean has(List<JsonWebKey> keys, String id) {
        return keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
    }
}
