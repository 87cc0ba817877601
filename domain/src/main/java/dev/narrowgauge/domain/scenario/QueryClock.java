package dev.narrowgauge.domain.scenario;

/** The time by which queries arrive and are answered. */
public interface QueryClock {
    /** Nanoseconds since some moment. */
    long nanos();

    /** Returns at that time, or at once where it has passed. */
    void awaitNanos(long time);
}
