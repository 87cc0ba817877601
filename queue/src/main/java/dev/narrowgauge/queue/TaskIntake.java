package dev.narrowgauge.queue;

import java.util.function.Consumer;

/** Waits for work and claims it. For one thread. */
public interface TaskIntake extends AutoCloseable {
    /** Waits for a while. What it has claimed, one job at most, it gives before it returns or throws. */
    void poll(Consumer<Claim> claimed);

    /** Ends a poll that waits, from another thread, and every later one. */
    void wakeUp();

    @Override
    void close();
}
