package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A token bucket for each of many, in this process: it is full at first, a call takes a token, and tokens come back evenly. Of a
 * bucket only the moment is kept at which it will be full again; of a full one nothing.
 */
public final class Buckets<K> {
    private static final int MOST = 100_000;

    private final long tokenNanos;
    private final long sizeNanos;
    private final LongSupplier nanoTime;
    private final Map<K, Long> fullAt = new ConcurrentHashMap<>();

    /**
     * @param size tokens of a full bucket, one at least
     * @param refill in which time an empty one is full again
     * @param nanoTime as {@link System#nanoTime} is
     */
    public Buckets(int size, Duration refill, LongSupplier nanoTime) {
        if (size < 1) {
            throw new IllegalArgumentException("a bucket of " + size);
        }
        this.tokenNanos = Math.max(1, refill.toNanos() / size);
        this.sizeNanos = tokenNanos * size;
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    }

    /** Takes a token; where there is none nothing is taken, and the answer is how long until there will be one. */
    public Optional<Duration> take(K key) {
        long now = nanoTime.getAsLong();
        forgetFull(now);
        AtomicBoolean taken = new AtomicBoolean();
        long full = fullAt.compute(key, (_, before) -> {
            long since = since(before, now);
            taken.set(untilToken(since, now) <= 0);
            return taken.get() ? since + tokenNanos : since;
        });
        return taken.get() ? Optional.empty() : Optional.of(Duration.ofNanos(untilToken(full, now)));
    }

    /** How long until there will be a token; empty where there is one. Takes none. */
    Optional<Duration> untilNext(K key) {
        long now = nanoTime.getAsLong();
        return Optional.of(untilToken(since(fullAt.get(key), now), now))
                .filter(nanos -> nanos > 0)
                .map(Duration::ofNanos);
    }

    /** Puts back a token that was taken. */
    void giveBack(K key) {
        fullAt.computeIfPresent(key, (_, full) -> full - tokenNanos);
    }

    private long untilToken(long full, long now) {
        return full - now + tokenNanos - sizeNanos;
    }

    /** @param full null for a bucket that nobody has taken from */
    private static long since(Long full, long now) {
        return full == null || full - now < 0 ? now : full;
    }

    private void forgetFull(long now) {
        if (fullAt.size() < MOST) {
            return;
        }
        fullAt.values().removeIf(full -> full - now <= 0);
        if (fullAt.size() >= MOST) {
            // Memory is worth more than that everybody keeps to its limit.
            fullAt.clear();
        }
    }
}
