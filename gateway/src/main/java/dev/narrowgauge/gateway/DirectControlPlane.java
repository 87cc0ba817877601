package dev.narrowgauge.gateway;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchGroup;
import dev.narrowgauge.queue.DispatchedTasks;
import dev.narrowgauge.queue.TaskGroup;
import dev.narrowgauge.queue.TaskSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** For an agent that reaches Postgres and Kafka. */
public final class DirectControlPlane implements ControlPlane {
    /** Where what an agent reads and writes is kept. */
    public record Stores(NodeStore nodes, JobStore jobs, RunStore runs, VariantStore variants, ControlStore controls) {}

    private final Stores stores;
    private final Notifications notifications;
    private final Brokers brokers;
    private final NodeStore.Holder agent;

    /** @param agent its process is the owner of its leases, too */
    public DirectControlPlane(Stores stores, Notifications notifications, Brokers brokers, NodeStore.Holder agent) {
        this.stores = requireNonNull(stores, "stores is null");
        this.notifications = requireNonNull(notifications, "notifications is null");
        this.brokers = requireNonNull(brokers, "brokers is null");
        this.agent = requireNonNull(agent, "agent is null");
    }

    @Override
    public Optional<Standing> register(Node node) {
        return stores.nodes().register(node, agent).map(Node::standing);
    }

    /** The process of an agent inside says by itself why it takes no jobs. */
    @Override
    public Optional<Standing> seen(String node, Optional<String> whyPaused) {
        return stores.nodes().seen(node, agent).map(Node::standing);
    }

    @Override
    public Notifications.Subscription wishes(String node, Runnable listener) {
        return notifications.listen(Channel.NODE, name -> {
            if (name.isEmpty() || name.get().equals(node)) {
                listener.run();
            }
        });
    }

    @Override
    public void leave(String node) {
        stores.nodes().leave(node, agent);
    }

    @Override
    public TaskSource tasks(List<String> deviceClasses) {
        List<String> topics = deviceClasses.stream()
                .flatMap(deviceClass -> TaskTopic.benchmark(deviceClass, DocumentVersions.known()).stream())
                .toList();
        return new DispatchedTasks(stores.jobs(), notifications, new DispatchGroup(brokers, TaskGroup.AGENTS, topics));
    }

    @Override
    public BenchmarkInputs inputs(Job job) {
        return BenchmarkInputs.of(job, new BenchmarkInputs.Stores(stores.runs(), stores.jobs(), stores.variants()));
    }

    @Override
    public boolean finish(UUID jobId, int attempt, Measurement measurement) {
        return stores.jobs().finishBenchmark(jobId, attempt, agent.process(), measurement);
    }

    @Override
    public void failStranded(String node, Standing.Quarantine quarantine) {
        stores.jobs().failStranded(agent.process(), quarantine.explain(node));
    }

    @Override
    public List<ControlStore.Source> sources(String node) {
        return stores.controls().sources(node);
    }

    @Override
    public void endRecheck(String node, List<Control> controls, Optional<String> refusal) {
        stores.controls().endRecheck(node, controls, refusal);
    }

    /** The stores are those of the whole process. */
    @Override
    public void close() {}
}
