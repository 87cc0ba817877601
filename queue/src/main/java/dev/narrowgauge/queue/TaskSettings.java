package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a process works on tasks.
 *
 * @param owner name of the process in its leases, unique among all that run
 * @param slots tasks at a time
 * @param lease how long a task is safe without a heartbeat
 * @param traces of what it does
 * @param listener hears how they go
 */
public record TaskSettings(
        String owner, int slots, Duration lease, Duration heartbeat, TaskTraces traces, TaskListener listener) {
    public TaskSettings {
        requireNonNull(owner, "owner is null");
        requireNonNull(traces, "traces is null");
        requireNonNull(listener, "listener is null");
        if (slots < 1) {
            throw new IllegalArgumentException("slots is not positive: " + slots);
        }
        if (heartbeat.compareTo(lease) >= 0) {
            throw new IllegalArgumentException("a heartbeat every " + heartbeat + " does not keep a lease of " + lease);
        }
    }

    /** Nobody hears how they go. */
    public TaskSettings(String owner, int slots, Duration lease, Duration heartbeat, TaskTraces traces) {
        this(owner, slots, lease, heartbeat, traces, TaskListener.none());
    }
}
