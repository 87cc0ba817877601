package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;

/**
 * The public keys of providers, kept for a while after they were read. A key that is not among them has the provider asked
 * again, so that one that it has begun to sign with is good at once; a provider that does not answer is asked rarely, and
 * what was read of it before stays good for a day.
 */
public final class ProviderKeys {
    /** How long a key that the provider has withdrawn stays good. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** Anybody can send tokens with keys that there are not. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    static final Duration KEPT_WITHOUT_PROVIDER = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(ProviderKeys.class);

    private final ProviderClient client;
    private final InstantSource clock;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    ProviderKeys(ProviderClient client, InstantSource clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    private record Read(List<JsonWebKey> keys, Instant at) {
        boolean has(String id) {
            return keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
        }

        boolean isNewerThan(Duration age, Instant now) {
            return now.isBefore(at.plus(age));
        }
    }

    /** Of one provider. */
    private static final class Shelf {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile Optional<Read> read = Optional.empty();
        private Optional<Instant> asked = Optional.empty();
        private Optional<NarrowgaugeException> failure = Optional.empty();
    }

    /**
     * @param id of the key that is looked for, if that is known
     * @return all that are known, whether or not that one is among them
     * @throws NarrowgaugeException IDENTITY_PROVIDER_UNAVAILABLE
     */
    List<JsonWebKey> of(Provider provider, Optional<String> id) {
        Shelf shelf = shelves.computeIfAbsent(provider.name(), _ -> new Shelf());
        Optional<Read> enough = enough(shelf, id);
        if (enough.isPresent()) {
            return enough.get().keys();
        }
        shelf.lock.lock();
        try {
            return enough(shelf, id).orElseGet(() -> looked(provider, shelf)).keys();
        } finally {
            shelf.lock.unlock();
        }
    }

    private Optional<Read> enough(Shelf shelf, Optional<String> id) {
        Instant now = clock.instant();
        return shelf.read
                .filter(read -> read.isNewerThan(KEPT, now))
                .filter(read -> id.isEmpty() || read.has(id.get()));
    }

    private Read looked(Provider provider, Shelf shelf) {
        Instant now = clock.instant();
        boolean mayAsk = shelf.asked
                .filter(asked -> now.isBefore(asked.plus(BETWEEN_LOOKS)))
                .isEmpty();
        if (mayAsk) {
            ask(provider, shelf);
        }
        return shelf.read
                .filter(read -> read.isNewerThan(KEPT_WITHOUT_PROVIDER, now))
                .orElseThrow(shelf.failure::get);
    }

    private void ask(Provider provider, Shelf shelf) {
        try {
            Instant now = clock.instant();
            shelf.read = Optional.of(new Read(List.copyOf(client.keys(provider).getJsonWebKeys()), now));
            shelf.failure = Optional.empty();
        } catch (NarrowgaugeException e) {
            shelf.failure = Optional.of(e);
            LOG.warnf("%s: %s", e.code(), e.getMessage());
        } finally {
            // What it did not answer took longer than that pause may be: those who waited meanwhile do not ask one
            // after the other.
            shelf.asked = Optional.of(clock.instant());
        }
    }
}
