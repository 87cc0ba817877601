package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.history.ChangeReview.Decision;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Programs at work, each as a user of its own. */
class TestRights {
    private static final RightsUsers USERS = new RightsUsers();

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final NodeStore.Holder HOLDER = new NodeStore.Holder("agent", LEASE);
    private static final Progress PROGRESS = new Progress("calibrate", 1, 2, OptionalDouble.empty(), Optional.empty());

    @Test
    void programsDoTheirWork() {
        Jdbi api = USERS.jdbi(Rights.API);
        Run run = Samples.submit(api);
        RunStore runs = new RunStore(api);
        Run second = runs.submit(
                        Samples.request(List.of("x86-vnni")), Optional.of(new IdempotencyKey("a key", "a hash")))
                .run();
        assertThat(runs.earlier(new IdempotencyKey("a key", "a hash"))).isPresent();
        assertThat(new OutboxStore(api).forward(10, entries -> entries.subList(0, 1)))
                .isEqualTo(4);

        workerWorks(run);
        agentWorks(run);
        workerWorks(second);
        apiSpeaksForAnAgent(second);

        assertThat(new WaitStore(api).expired(Duration.ofDays(1))).isEmpty();
        assertThat(new EventStore(api).after(run.id(), 0, 1)).hasSize(1);
        assertThat(new MeasurementStore(api).ofRun(run.id())).hasSize(2);
        apiKeepsHistories(api);
        assertThat(runs.cancel(run.id())).isTrue();
    }

    /** Of what was measured. */
    private static void apiKeepsHistories(Jdbi api) {
        assertThat(new HistoryIntake(api).take(10)).isPositive();
        HistoryStore history = new HistoryStore(api);
        Series series =
                history.list(SeriesFilter.ALL, Optional.empty(), 1).items().getFirst();
        Annotation annotation = history.annotate(
                        Optional.of(series.id()), Samples.TIME, "a new driver", Optional.empty())
                .orElseThrow();
        assertThat(history.deleteAnnotation(annotation.id())).contains(annotation);
        assertThat(history.decide(series, UUID.randomUUID(), Decision.CONFIRMED, Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    /** For an agent outside. */
    private static void apiSpeaksForAnAgent(Run run) {
        Jdbi api = USERS.jdbi(Rights.API);
        NodeTokenStore tokens = new NodeTokenStore(api);
        NodeToken token = tokens.add("node-2", List.of(), "a secret");
        assertThat(tokens.good("a secret")).contains(token);
        assertThat(tokens.revoke(token.id())).isPresent();
        Node node = new Node(
                "node-2", "a processor", List.of("x86-vnni"), "f".repeat(64), Map.of(), Samples.TIME, Samples.TIME);
        assertThat(new NodeStore(api).register(node, HOLDER)).isPresent();
        JobStore jobs = new JobStore(api);
        Job job = jobs.claimNext(List.of("x86-vnni"), DocumentVersions.known(), "agent", LEASE)
                .orElseThrow();
        assertThat(job.runId()).isEqualTo(run.id());
        assertThat(jobs.finishBenchmark(job.id(), 1, "agent", Samples.measurement(job, Samples.latency(3, 6, 1))))
                .isTrue();
        assertThat(jobs.sweepLeases()).isZero();
    }

    private static void workerWorks(Run run) {
        assertThat(Migrations.gap(USERS.dataSource(Rights.WORKER))).isEmpty();
        Jdbi worker = USERS.jdbi(Rights.WORKER);
        PresenceStore.Role role = new PresenceStore.Role("worker", "worker", "1");
        PresenceStore presences = new PresenceStore(worker);
        presences.begin(role);
        presences.seen(role, Optional.empty());
        assertThat(new PresenceStore(USERS.jdbi(Rights.API)).list(LEASE)).hasSize(1);
        assertThat(new StatusStore(USERS.jdbi(Rights.API)).schemaVersion()).isNotEmpty();
        assertThat(new StatusStore(USERS.jdbi(Rights.API)).queues()).isNotEmpty();
        assertThat(new StatusStore(USERS.jdbi(Rights.API)).unknown(LEASE)).isEmpty();
        presences.leave(role);
        List<String> models = worker.withHandle(handle ->
                handle.createQuery("SELECT id FROM model").mapTo(String.class).list());
        assertThat(models).containsExactly(Samples.MODEL);
        assertThat(new RunStore(worker).find(run.id())).isPresent();
        JobStore jobs = new JobStore(worker);
        for (Job job : jobs.ofRun(run.id())) {
            assertThat(jobs.claim(job.id(), 1, "worker", LEASE)).isPresent();
            assertThat(jobs.release(job.id(), 1)).isTrue();
            int attempt = jobs.find(job.id()).orElseThrow().attempt();
            assertThat(jobs.claim(job.id(), attempt, "worker", LEASE)).isPresent();
            assertThat(jobs.heartbeat(job.id(), attempt, "worker", LEASE)).isTrue();
            assertThat(jobs.progress(job.id(), attempt, PROGRESS)).isTrue();
            new ContentStore(worker).want(Samples.variant(job).sha256());
            assertThat(jobs.finishQuantize(job.id(), attempt, Samples.variant(job)))
                    .isTrue();
        }
        assertThat(jobs.sweepLeases()).isZero();
        assertThat(jobs.dispatchAgain(Duration.ZERO)).isNotNegative();
    }

    private static void agentWorks(Run run) {
        Jdbi agent = USERS.jdbi(Rights.AGENT);
        Node node = new Node(
                "node-1", "a processor", List.of("x86-vnni"), "f".repeat(64), Map.of(), Samples.TIME, Samples.TIME);
        NodeStore nodes = new NodeStore(agent);
        assertThat(nodes.register(node, HOLDER)).isPresent();
        assertThat(nodes.seen("node-1", HOLDER)).isPresent();
        JobStore jobs = new JobStore(agent);
        Job first = jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .findFirst()
                .orElseThrow();
        assertThat(jobs.claim(first.id(), 1, "agent", LEASE)).isPresent();
        Job second = jobs.claimSibling(first.id(), "agent", LEASE).orElseThrow();
        assertThat(new VariantStore(agent).ofRun(run.id())).hasSize(2);
        assertThat(jobs.finishBenchmark(first.id(), 1, "agent", Samples.measurement(first, Samples.latency(1, 6, 1.5))))
                .isTrue();
        assertThat(jobs.finishBenchmark(
                        second.id(), 1, "agent", Samples.measurement(second, Samples.latency(2, 6, 1.5))))
                .as("the second alarm quarantines the node")
                .isTrue();
        assertThat(jobs.failStranded("agent", "The only node is in quarantine."))
                .isNotNegative();

        assertThat(new NodeStore(USERS.jdbi(Rights.API)).askRecheck("node-1")).isTrue();
        ControlStore controls = new ControlStore(agent);
        assertThat(controls.sources("node-1")).hasSize(1);
        controls.endRecheck("node-1", controls.history("node-1").controls(), Optional.empty());
        assertThat(nodes.find("node-1").orElseThrow().standing().isQuarantined())
                .isFalse();
        nodes.leave("node-1", HOLDER);
        assertThat(new NodeStore(USERS.jdbi(Rights.API)).drain("node-1")).isPresent();
        assertThat(new NodeStore(USERS.jdbi(Rights.API)).forget("node-1", LEASE))
                .isTrue();
    }
}
