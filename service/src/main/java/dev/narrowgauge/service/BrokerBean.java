package dev.narrowgauge.service;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.TopicLayout;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** The brokers as the configuration names them: {@code kafka.} and then the name that Kafka itself has for a setting. */
@Singleton
final class BrokerBean {
    private static final Logger LOG = System.getLogger(BrokerBean.class.getName());
    private static final String PREFIX = "kafka.";
    private static final String VARIABLE = "KAFKA_";
    private static final String OF_A_FILE = "_FILE";

    @Produces
    @Singleton
    Brokers brokers(Config config, TopicConfig topics) {
        List<String> unknown = unknown(config);
        if (!unknown.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "no setting of a connection to Kafka, or none that may be set, and passed over: {0}",
                    String.join(", ", unknown));
        }
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

    /** Those that were given and that are none, as they were given. A misspelt one would be missed by nobody else. */
    static List<String> unknown(Config config) {
        Set<String> known = Brokers.settingNames().stream()
                .map(name -> variable(PREFIX + name))
                .collect(toUnmodifiableSet());
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX) || name.startsWith(VARIABLE))
                .filter(name -> !known.contains(variable(name)) && !isOfAFile(variable(name), known))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isOfAFile(String variable, Set<String> known) {
        return variable.endsWith(OF_A_FILE)
                && known.contains(variable.substring(0, variable.length() - OF_A_FILE.length()));
    }

    /** As the setting is called in the environment. */
    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
