package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How a topic is made where there is none.
 *
 * @param partitions of each topic
 * @param replicas brokers that keep each record; empty leaves it to what is set for the brokers
 */
public record TopicLayout(int partitions, OptionalInt replicas) {
    public TopicLayout {
        requireNonNull(replicas, "replicas is null");
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is not positive: " + partitions);
        }
        if (replicas.isPresent() && (replicas.getAsInt() < 1 || replicas.getAsInt() > Short.MAX_VALUE)) {
            throw new IllegalArgumentException("replicas is no number of brokers: " + replicas.getAsInt());
        }
    }

    NewTopic topic(String name) {
        Optional<Short> brokers = replicas.isPresent() ? Optional.of((short) replicas.getAsInt()) : Optional.empty();
        return new NewTopic(name, Optional.of(partitions), brokers);
    }
}
