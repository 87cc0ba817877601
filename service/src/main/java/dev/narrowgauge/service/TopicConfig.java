package dev.narrowgauge.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How Kafka topics are made that are missing. */
@ConfigMapping(prefix = "narrowgauge.topics")
public interface TopicConfig {
    /**
     * Partitions of a topic. All who take work of one kind read one partition together; of several, one may have as its only
     * reader somebody who is busy.
     */
    @WithDefault("1")
    int partitions();

    /** How many brokers keep each record; as the brokers are set up unless set. */
    OptionalInt replicas();

    /**
     * Device classes other than those of processors for which {@code narrowgauge migrate} makes topics, such as
     * {@code nvidia-sm90}.
     */
    Optional<List<String>> deviceClasses();
}
