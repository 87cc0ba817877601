package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

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

    /** By them it is decided whether a message is lost, how it is written and who takes it. */
    private static final Set<String> OURS = Set.of(
            "acks",
            "auto.commit.interval.ms",
            "auto.offset.reset",
            "delivery.timeout.ms",
            "enable.auto.commit",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "group.remote.assignor",
            "heartbeat.interval.ms",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "linger.ms",
            "max.block.ms",
            "max.poll.interval.ms",
            "max.poll.records",
            "partition.assignment.strategy",
            "session.timeout.ms",
            "share.acknowledgement.mode",
            "share.acquire.mode",
            "transaction.timeout.ms",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

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

    /** Names of the settings that may be given: all that a client of Kafka has, but for {@link #OURS}. */
    public static Set<String> settingNames() {
        Set<String> names = new HashSet<>(AdminClientConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(ConsumerConfig.configNames());
        names.removeAll(OURS);
        return names;
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
