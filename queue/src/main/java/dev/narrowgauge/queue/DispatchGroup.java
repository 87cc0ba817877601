package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A share group that dispatch messages are taken with.
 *
 * @param name as the brokers know it
 * @param topics one at least
 */
public record DispatchGroup(Brokers brokers, String name, List<String> topics) {
    public DispatchGroup {
        requireNonNull(brokers, "brokers is null");
        requireNonNull(name, "name is null");
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("there is no topic to take tasks from");
        }
    }
}
