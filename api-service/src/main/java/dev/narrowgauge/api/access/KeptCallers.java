package dev.narrowgauge.api.access;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Callers by what they have come with, kept for a few seconds after they were read. */
final class KeptCallers {
    /** How long what was revoked may be good where the connection that tells of it is down. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    /** Far more than a deployment has; only what has a good secret is kept. */
    private static final int MOST = 10_000;

    private final Map<Credential, Entry> entries = new ConcurrentHashMap<>();
    private final Set<Credential> onceGood = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();

    /** @param readAt by the nanoseconds of this virtual machine */
    private record Entry(Caller.Known caller, long readAt) {
        boolean isFresh() {
            return System.nanoTime() - readAt < KEPT.toNanos();
        }
    }

    /** Whether somebody has come with it who was known, however long ago. */
    boolean wasGood(Credential credential) {
        return onceGood.contains(credential);
    }

    /** Whoever is kept, or else what {@code look} finds, which is kept from now on. */
    Optional<Caller.Known> find(Credential credential, Supplier<Optional<Caller.Known>> look) {
        Entry entry = entries.get(credential);
        if (entry != null && entry.isFresh()) {
            return Optional.of(entry.caller());
        }
        long before = changes.get();
        long now = System.nanoTime();
        Optional<Caller.Known> read = look.get();
        read.ifPresentOrElse(caller -> keep(credential, new Entry(caller, now)), () -> entries.remove(credential));
        if (changes.get() != before) {
            // It may have been read before the change that was told of.
            entries.remove(credential);
        }
        return read;
    }

    private void keep(Credential credential, Entry entry) {
        if (onceGood.size() >= MOST) {
            onceGood.clear();
        }
        onceGood.add(credential);
        if (entries.size() >= MOST) {
            entries.clear();
        }
        entries.put(credential, entry);
    }

    /** None of them may be true any more. */
    void forget() {
        changes.incrementAndGet();
        entries.clear();
    }
}
