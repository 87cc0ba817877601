package dev.narrowgauge.api.metrics;

import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.PresenceStore.Role;
import dev.narrowgauge.db.StatusStore.NodeState;
import dev.narrowgauge.db.StatusStore.NodeStatus;
import dev.narrowgauge.db.StatusStore.Oldest;
import dev.narrowgauge.db.StatusStore.Outbox;
import dev.narrowgauge.db.StatusStore.Queue;
import dev.narrowgauge.domain.job.JobKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deployments as they may be read. */
final class Deployments {
    static final String NODE = "node-1";

    private Deployments() {}

    static Deployment empty() {
        return new Deployment(List.of(), new Outbox(0, 0, Duration.ZERO), List.of(), List.of(), 0);
    }

    /** Seven jobs wait and one is at work; the only node is quarantined, and the only worker paused. */
    static Deployment ofOneNode() {
        Oldest oldest = new Oldest(Instant.EPOCH, Duration.ofSeconds(90));
        NodeStatus node = new NodeStatus(
                NODE,
                List.of("x86-vnni", "x86-avx2"),
                NodeState.QUARANTINED,
                true,
                Optional.of(Duration.ofMillis(1500)));
        Presence worker = new Presence(
                new Role("worker@a/1", "worker", "1.2"), Instant.EPOCH, Instant.EPOCH, true, Optional.of("the disk"));
        return new Deployment(
                List.of(new Queue(JobKind.BENCHMARK, Optional.of("x86-vnni"), 7, 1, Optional.of(oldest))),
                new Outbox(3, 2, Duration.ofSeconds(5)),
                List.of(node),
                List.of(worker),
                4096);
    }
}
