package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Something that was read of a provider, kept for a while. A provider that does not answer is asked rarely, by one at a time,
 * and what was read of it before stays good for a day.
 */
final class Shelf<T> {
    /** How long what the provider has withdrawn stays good. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** Anybody can ask for what there is not. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    static final Duration KEPT_WITHOUT_PROVIDER = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(Shelf.class);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Read<T>> read = Optional.empty();
    private Optional<Instant> asked = Optional.empty();
    private Optional<NarrowgaugeException> failure = Optional.empty();

    Shelf(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    private record Read<T>(T content, Instant at) {
        boolean isNewerThan(Duration age, Instant now) {
            return now.isBefore(at.plus(age));
        }
    }

    /**
     * @param enough whether that will do, or the provider is to be asked for what is newer
     * @param ask what reads it anew; fails with IDENTITY_PROVIDER_UNAVAILABLE
     * @return what there is, whether or not that will do
     * @throws NarrowgaugeException IDENTITY_PROVIDER_UNAVAILABLE
     */
    T get(Predicate<T> enough, Supplier<T> ask) {
        Optional<T> kept = kept(enough);
        if (kept.isPresent()) {
            return kept.get();
        }
        lock.lock();
        try {
            return kept(enough).orElseGet(() -> looked(ask));
        } finally {
            lock.unlock();
        }
    }

    private Optional<T> kept(Predicate<T> enough) {
        Instant now = clock.instant();
        return read.filter(known -> known.isNewerThan(KEPT, now))
                .map(Read::content)
                .filter(enough);
    }

    private T looked(Supplier<T> ask) {
        Instant now = clock.instant();
        if (asked.filter(last -> now.isBefore(last.plus(BETWEEN_LOOKS))).isEmpty()) {
            ask(ask);
        }
        return read.filter(known -> known.isNewerThan(KEPT_WITHOUT_PROVIDER, now))
                .map(Read::content)
                .orElseThrow(failure::get);
    }

    /** The pause begins with the end of a look: those who have waited for one that took long do not ask one after the other. */
    private void ask(Supplier<T> ask) {
        Instant now = clock.instant();
        try {
            read = Optional.of(new Read<>(ask.get(), now));
            failure = Optional.empty();
        } catch (NarrowgaugeException e) {
            failure = Optional.of(e);
            LOG.warnf("%s: %s", e.code(), e.getMessage());
        }
        asked = Optional.of(clock.instant());
    }
}
