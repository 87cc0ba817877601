package dev.narrowgauge.agent;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.DirectControlPlane;
import dev.narrowgauge.queue.Brokers;
import jakarta.inject.Singleton;

/** What an agent works with that reaches the database and the brokers. Not to be made in a process that has none. */
@Singleton
final class AgentInside {
    private final DirectControlPlane.Stores stores;
    private final Notifications notifications;
    private final Brokers brokers;

    AgentInside(
            NodeStore nodes,
            JobStore jobs,
            RunStore runs,
            VariantStore variants,
            ControlStore controls,
            Notifications notifications,
            Brokers brokers) {
        this.stores = new DirectControlPlane.Stores(nodes, jobs, runs, variants, controls);
        this.notifications = notifications;
        this.brokers = brokers;
    }

    ControlPlane plane(NodeStore.Holder agent) {
        return new DirectControlPlane(stores, notifications, brokers, agent);
    }
}
