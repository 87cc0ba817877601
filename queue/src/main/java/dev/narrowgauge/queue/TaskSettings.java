package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * How a process takes tasks.
 *
 * @param owner name of the process in its leases, unique among all that run
 * @param group share group that it joins
 * @param slots tasks at a time
 * @param lease how long a task is safe without a heartbeat
 */
public record TaskSettings(
        Brokers brokers,
        String owner,
        String group,
        List<String> topics,
        int slots,
        Duration lease,
        Duration heartbeat) {
    public TaskSettings {
        requireNonNull(brokers, "brokers is null");
        requireNonNull(owner, "owner is null");
        requireNonNull(group, "group is null");
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("there is no topic to take tasks from");
        }
        if (slots < 1) {
            throw new IllegalArgumentException("slots is not positive: " + slots);
        }
        if (heartbeat.compareTo(lease) >= 0) {
            throw new IllegalArgumentException("a heartbeat every " + heartbeat + " does not keep a lease of " + lease);
        }
    }
}
