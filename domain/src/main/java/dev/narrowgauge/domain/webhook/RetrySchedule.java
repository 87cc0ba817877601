package dev.narrowgauge.domain.webhook;

import java.time.Duration;
import java.util.Optional;

/** When a delivery that failed is tried again: each time after twice as long, twelve tries within a day. */
public final class RetrySchedule {
    public static final int MOST_ATTEMPTS = 12;

    private static final Duration FIRST = Duration.ofSeconds(40);

    /** How much earlier it may come, so that what failed together does not come again together. */
    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /**
     * How long to wait after a try that failed; empty where it was the last.
     *
     * @param attempt that failed, from 1
     * @param random in [0, 1): 0 waits longest
     */
    public static Optional<Duration> after(int attempt, double random) {
        if (attempt < 1 || random < 0 || random >= 1) {
            throw new IllegalArgumentException("no try %d, or no random number %s".formatted(attempt, random));
        }
        if (attempt >= MOST_ATTEMPTS) {
            return Optional.empty();
        }
        double longest = Math.scalb(FIRST.toMillis(), attempt - 1);
        return Optional.of(Duration.ofMillis(Math.round(longest * (1 - JITTER * random))));
    }
}
