package dev.narrowgauge.service;

import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.TopicLayout;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The brokers as the configuration names them: {@code kafka.} and then the name that Kafka itself has for a setting. */
@Singleton
final class BrokerBean {
    private static final String PREFIX = "kafka.";

    @Produces
    @Singleton
    Brokers brokers(Config config, TopicConfig topics) {
        return new Brokers(settings(config), new TopicLayout(topics.partitions(), topics.replicas()));
    }

    /** By the names that Kafka knows: of environment variables that begin like them there may be others. */
    static Map<String, String> settings(Config config) {
        Map<String, String> settings = new HashMap<>();
        for (String name : Brokers.settingNames()) {
            // Not as an optional value, for which one that is empty is not there; some of Kafka's mean something by it.
            String value = config.getConfigValue(PREFIX + name).getValue();
            if (value != null) {
                settings.put(name, value);
            }
        }
        return settings;
    }
}
