package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The Kafka brokers that carry dispatch messages.
 *
 * @param settings of every connection to them, by Kafka's own names, {@code bootstrap.servers} among them
 * @param layout of topics that are made there
 */
public record Brokers(Map<String, String> settings, TopicLayout layout) {
    /**
     * Members of a share group read one partition together; with several, one that is busy for an hour may be the only
     * reader of a partition.
     */
    private static final int PARTITIONS = 1;

    public Brokers {
        settings = Map.copyOf(settings);
        requireNonNull(layout, "layout is null");
        if (!settings.containsKey(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("there is no bootstrap.servers");
        }
    }

    /** Neither password nor encryption, and what the brokers have set for new topics. */
    public static Brokers at(String bootstrapServers) {
        return new Brokers(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new TopicLayout(PARTITIONS, OptionalInt.empty()));
    }

    /** Names of the settings that may be given: those of a connection, which all clients of Kafka have. */
    public static Set<String> settingNames() {
        return AdminClientConfig.configNames();
    }

    public String bootstrapServers() {
        return settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /**
     * Settings of one client.
     *
     * @param known names that this kind of client has
     * @param own what the client must have for its work, whatever was given
     */
    Map<String, Object> client(Set<String> known, Map<String, Object> own) {
        Map<String, Object> client = new HashMap<>(settings);
        client.keySet().retainAll(known);
        client.putAll(own);
        return client;
    }

    /** Without the settings, which may hold a password. */
    @Override
    public String toString() {
        return bootstrapServers();
    }
}
