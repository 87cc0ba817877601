package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.DirectControlPlane;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Of an agent inside. */
class TestDirectControlPlane extends ControlPlaneContract {
    @TempDir
    private static Path broker;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(broker, 0);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void relay() {
        opened.add(OutboxRelay.start(
                new OutboxStore(jdbi), notifications, Brokers.at(kafka.bootstrapServers()), TaskTraces.NONE, _ -> {}));
    }

    @Override
    ControlPlane plane(String process) {
        return new DirectControlPlane(
                new DirectControlPlane.Stores(nodes, jobs, runs, variants, controls),
                notifications,
                Brokers.at(kafka.bootstrapServers()),
                new NodeStore.Holder(process, SILENCE));
    }
}
