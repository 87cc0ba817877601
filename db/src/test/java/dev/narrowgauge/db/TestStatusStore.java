package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.PresenceStore.Role;
import dev.narrowgauge.db.StatusStore.Newer;
import dev.narrowgauge.db.StatusStore.NodeState;
import dev.narrowgauge.db.StatusStore.NodeStatus;
import dev.narrowgauge.db.StatusStore.Queue;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestStatusStore extends JobStoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Role WORKER = new Role("worker@a/1", "worker", "1.2");

    /** Those of {@link Samples#submitNewer}. */
    private static final DocumentVersions NEWER =
            new DocumentVersions(DocumentVersions.known().recipe() + 1, DocumentVersions.FIRST.policy());

    private final StatusStore status = new StatusStore(jdbi);
    private final PresenceStore presences = new PresenceStore(jdbi);

    @Test
    void queuesAreOfOpenJobsByKindAndClass() {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE job SET queued_at = queued_at - interval '1 hour' WHERE id = ?",
                jobs.ofRun(run.id()).getLast().id()));
        jobs.claim(job.id(), 1, "worker", LEASE);
        Queue quantize = queue(JobKind.QUANTIZE);
        assertThat(quantize.queued()).isEqualTo(1);
        assertThat(quantize.running()).isEqualTo(1);
        assertThat(quantize.deviceClass()).isEmpty();
        assertThat(quantize.oldest().orElseThrow().age()).isBetween(Duration.ofHours(1), Duration.ofHours(2));

        jobs.finishQuantize(job.id(), 1, Samples.variant(job));
        assertThat(queue(JobKind.QUANTIZE).running()).isZero();
        Queue benchmark = queue(JobKind.BENCHMARK);
        assertThat(benchmark.deviceClass()).contains("x86-vnni");
        assertThat(benchmark.queued()).isEqualTo(1);

        Job waiting = jobs.ofRun(run.id()).getLast();
        jobs.claim(waiting.id(), 1, "agent", LEASE);
        assertThat(queue(JobKind.BENCHMARK).oldest()).isEmpty();
        assertThat(status.queues()).extracting(Queue::kind).containsExactly(JobKind.QUANTIZE, JobKind.BENCHMARK);
    }

    @Test
    void topicsThatTheBrokersRefuseAreThoseOfMessagesThatWait() {
        assertThat(status.refusedTopics()).isEmpty();
        outbox.forward(10, due -> due);
        assertThat(status.refusedTopics())
                .containsExactly(new StatusStore.RefusedTopic(
                        "narrowgauge.quantize", jobs.ofRun(run.id()).size()));
        jdbi.useHandle(handle -> handle.execute("UPDATE outbox SET not_before = now()"));
        drain();
        assertThat(status.refusedTopics()).isEmpty();
    }

    @Test
    void jobsThatHaveEndedAreNotRead() {
        jdbi.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO job (id, run_id, kind, subject, state, attempt, created_at, dispatched_at, ended_at)
                    SELECT gen_random_uuid(), CAST(? AS uuid), 'QUANTIZE', CAST(n AS text), 'SUCCEEDED', 1, now(), now(), now()
                    FROM generate_series(10, 20000) AS n
                    """, run.id().toString());
            handle.execute("ANALYZE job");
            List<String> plan = handle.createQuery("EXPLAIN " + StatusStore.QUEUES)
                    .mapTo(String.class)
                    .list();
            assertThat(plan).noneMatch(line -> line.contains("Seq Scan on job"));
        });
        assertThat(queue(JobKind.QUANTIZE).queued()).isEqualTo(2);
    }

    @Test
    void schemaVersionIsThatOfTheLastMigration() {
        assertThat(Integer.parseInt(status.schemaVersion())).isGreaterThanOrEqualTo(14);
    }

    @Test
    void roleIsThereFromItsStartToItsEnd() {
        presences.begin(WORKER);
        presences.seen(WORKER, Optional.of("the mount is missing"));
        Presence paused = presences.list(MINUTE).getFirst();
        assertThat(paused.role()).isEqualTo(WORKER);
        assertThat(paused.live()).isTrue();
        assertThat(paused.whyPaused()).contains("the mount is missing");
        assertThat(paused.lastSeenAt()).isAfter(paused.startedAt());

        passes("2 minutes");
        assertThat(presences.list(MINUTE).getFirst().live()).isFalse();
        presences.begin(WORKER);
        Presence again = presences.list(MINUTE).getFirst();
        assertThat(again.startedAt()).as("a process of this name starts again").isAfter(paused.startedAt());
        assertThat(again.whyPaused()).isEmpty();
        presences.leave(WORKER);
        assertThat(presences.list(MINUTE)).isEmpty();
    }

    @Test
    void rolesOfThoseThatWereKilledGoAfterADay() {
        presences.seen(WORKER, Optional.empty());
        passes("25 hours");
        Role other = new Role("api@a/2", "api", "1.2");
        presences.begin(other);
        assertThat(presences.list(MINUTE)).extracting(Presence::role).containsExactly(other);
    }

    @Test
    void jobsOfVersionsThatNoLiveProcessKnowsAreTold() {
        Samples.submitNewer(jdbi);
        presences.begin(WORKER);
        assertThat(status.unknown(MINUTE)).containsExactly(new Newer(JobKind.QUANTIZE, Optional.empty(), NEWER, 1));
        presences.begin(new Role("agent@b/2", "agent", "2.0", NEWER));
        assertThat(status.unknown(MINUTE)).as("an agent takes none of these").hasSize(1);
        presences.begin(new Role("worker@b/3", "worker", "2.0", NEWER));
        assertThat(status.unknown(MINUTE)).isEmpty();
        passes("2 minutes");
        assertThat(status.unknown(MINUTE)).as("it lives no more").hasSize(1);
    }

    @Test
    void measurementsOfVersionsThatNoAgentOfTheirClassKnowsAreTold() {
        Run submitted = Samples.submitNewer(jdbi);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE job SET kind = 'BENCHMARK', device_class = 'x86-vnni' WHERE run_id = ?", submitted.id()));
        presences.begin(new Role("agent@b/2", "agent", "2.0", NEWER));
        speaksFor("agent@b/2", "arm-i8mm");
        assertThat(status.unknown(MINUTE))
                .containsExactly(new Newer(JobKind.BENCHMARK, Optional.of("x86-vnni"), NEWER, 1));
        speaksFor("agent@b/2", "x86-vnni");
        assertThat(status.unknown(MINUTE)).isEmpty();
    }

    @Test
    void outboxSaysWhatWaitsAndForHowLong() {
        assertThat(status.outbox().messages()).isEqualTo(2);
        assertThat(status.outbox().refused()).isZero();
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE outbox SET
                    created_at = created_at - interval '2 hours', not_before = not_before - interval '1 hour'
                """));
        assertThat(status.outbox().oldest()).isBetween(Duration.ofHours(1), Duration.ofMinutes(90));

        outbox.forward(10, due -> due);
        assertThat(status.outbox().refused()).isEqualTo(2);
        assertThat(status.outbox().oldest())
                .as("put off, and waiting since it was written")
                .isBetween(Duration.ofHours(2), Duration.ofHours(3));

        jdbi.useHandle(handle -> handle.execute("UPDATE outbox SET not_before = now()"));
        drain();
        assertThat(status.outbox()).isEqualTo(new StatusStore.Outbox(0, 0, Duration.ZERO));
    }

    @Test
    void nodesSayWhetherTheyTakeJobs() {
        assertThat(status.nodes(MINUTE)).isEmpty();
        speaksFor("agent@b/2", "x86-vnni");
        assertThat(node().state()).isEqualTo(NodeState.ACTIVE);
        assertThat(node().deviceClasses()).containsExactly("x86-vnni");
        assertThat(node().silence()).isPresent();
        nodes("drained_at = now()");
        assertThat(node().state()).isEqualTo(NodeState.DRAINED);
        nodes("quarantined_at = now(), quarantine_reason = 'it alarms'");
        assertThat(node().state()).isEqualTo(NodeState.QUARANTINED);
        nodes("last_seen_at = last_seen_at - interval '2 minutes'");
        assertThat(node().state()).isEqualTo(NodeState.GONE);
        assertThat(node().quarantined()).isTrue();
        assertThat(node().silence().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        nodes("holder = NULL");
        assertThat(node().silence()).as("it has left").isEmpty();
        nodes("last_seen_at = last_seen_at - interval '1 day'");
        assertThat(status.nodes(MINUTE)).isEmpty();
    }

    @Test
    void whatIsStoredIsCounted() {
        long before = status.storedBytes();
        assertThat(before).isPositive();
        jobs.claim(job.id(), 1, "worker", LEASE);
        Variant variant = Samples.variant(job);
        jobs.finishQuantize(job.id(), 1, variant);
        assertThat(status.storedBytes()).isEqualTo(before + variant.sizeBytes());
    }

    private NodeStatus node() {
        return status.nodes(MINUTE).getFirst();
    }

    private void nodes(String change) {
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET " + change));
    }

    private void speaksFor(String agent, String deviceClass) {
        Node node = new Node(
                deviceClass,
                "a processor",
                List.of(deviceClass),
                "f".repeat(64),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        assertThat(new NodeStore(jdbi).register(node, new NodeStore.Holder(agent, MINUTE)))
                .isPresent();
    }

    private Queue queue(JobKind kind) {
        return status.queues().stream()
                .filter(queue -> queue.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private void passes(String time) {
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE presence SET
                    started_at = started_at - CAST(? AS interval), last_seen_at = last_seen_at - CAST(? AS interval)
                """, time, time));
    }
}
