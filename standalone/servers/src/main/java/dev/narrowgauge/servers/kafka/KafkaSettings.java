package dev.narrowgauge.servers.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The broker's configuration: a node that is broker and controller at once.
 *
 * @param clients a second listener, which asks who comes; empty where there is none
 */
record KafkaSettings(Path home, ClusterNode node, Optional<ProtectedListener> clients) {
    /** Sixteen bytes in URL-safe base 64. Every data directory is its own cluster, so one name serves all. */
    static final String CLUSTER_ID = "TmFycm93Z2F1Z2UtMDAwMQ";

    static final String HOST = "127.0.0.1";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    Path records() {
        return home.resolve("records");
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(ofNode());
        clients.ifPresent(listener -> listener.addTo(properties));
        return properties;
    }

    private Map<String, String> ofNode() {
        String replicas = String.valueOf(node.replicas());
        String inSync = String.valueOf(node.inSyncReplicas());
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(node.number())),
                Map.entry("controller.quorum.voters", node.voters()),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry(
                        "listeners",
                        "BROKER://%1$s:%2$d,CONTROLLER://%1$s:%3$d"
                                .formatted(HOST, node.port(), node.controllerPort())),
                Map.entry("advertised.listeners", "BROKER://%s:%d".formatted(HOST, node.port())),
                Map.entry("log.dirs", records().toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("num.partitions", "1"),
                Map.entry("num.recovery.threads.per.data.dir", "1"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", inSync),
                Map.entry("offsets.topic.replication.factor", replicas),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", replicas),
                Map.entry("transaction.state.log.min.isr", inSync),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", replicas),
                Map.entry("share.coordinator.state.topic.min.isr", inSync),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                // A broker that was killed is let in again only when its old session has ended.
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                // The first member of a share group joins after two seconds instead of eight, the next at once.
                Map.entry("group.share.min.heartbeat.interval.ms", "200"),
                Map.entry("group.share.heartbeat.interval.ms", "500"),
                Map.entry("group.share.assignment.interval.ms", "0"),
                Map.entry("group.share.initialize.retry.interval.ms", "1000"),
                // Postgres is the truth: a message that nobody took for a day is sent again from there.
                Map.entry("log.retention.hours", "24"),
                Map.entry("log.segment.bytes", String.valueOf(16 << 20)),
                Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)));
    }
}
