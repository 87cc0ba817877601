package dev.narrowgauge.api.verdict;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** When to try again what has failed: after pauses that grow from seconds to minutes. For one thread. */
final class Retries {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** @param due on the clock of {@link System#nanoTime} */
    private record Retry(Duration pause, long due) {}

    private final LongSupplier nanoTime;
    private final Map<UUID, Retry> failed = new HashMap<>();

    Retries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isDue(UUID id) {
        Retry retry = failed.get(id);
        return retry == null || nanoTime.getAsLong() - retry.due() >= 0;
    }

    /** What has failed and is to be tried again by now. */
    Set<UUID> due() {
        return failed.keySet().stream().filter(this::isDue).collect(toUnmodifiableSet());
    }

    /** Returns the pause until the next try. */
    Duration failed(UUID id) {
        Retry before = failed.get(id);
        Duration doubled = before == null ? FIRST : before.pause().multipliedBy(2);
        Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        failed.put(id, new Retry(pause, nanoTime.getAsLong() + pause.toNanos()));
        return pause;
    }

    void forget(UUID id) {
        failed.remove(id);
    }
}
