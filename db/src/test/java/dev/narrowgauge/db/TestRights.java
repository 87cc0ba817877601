package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.history.ChangeReview.Decision;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Each program as a user of its own, none of them the owner of the tables. */
class TestRights {
    private static final String PASSWORD = "secret";
    private static final String REFUSED = "42501";
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final NodeStore.Holder HOLDER = new NodeStore.Holder("agent", LEASE);
    private static final Progress PROGRESS = new Progress("calibrate", 1, 2, OptionalDouble.empty(), Optional.empty());

    private static final PGSimpleDataSource OWNER = (PGSimpleDataSource) PostgresFixture.migrated();

    @BeforeAll
    static void giveRightsToNewUsers() throws SQLException {
        try (Connection connection = OWNER.getConnection();
                Statement statement = connection.createStatement()) {
            for (Rights rights : Rights.values()) {
                statement.execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(user(rights), PASSWORD));
                Rights.give(OWNER, user(rights), Set.of(rights));
                Rights.give(OWNER, user(rights), Set.of(rights));
            }
        }
    }

    @Test
    void programsDoTheirWork() {
        Jdbi api = jdbi(Rights.API);
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

    @Test
    void apiDeletesWhatNobodyRefersTo() {
        ContentStore content = new ContentStore(jdbi(Rights.API));
        String orphan = "8".repeat(64);
        assertThat(content.beginListing(Duration.ZERO)).isTrue();
        content.compare(List.of(orphan));
        assertThat(content.unreferenced(Duration.ZERO, 10)).contains(orphan);
        assertThat(content.delete(orphan, Duration.ZERO, _ -> {})).isTrue();
        content.want(orphan);
        assertThat(content.references("", 10)).isNotNull();
    }

    @Test
    void apiDeletesRunsAndUploads() {
        Jdbi api = jdbi(Rights.API);
        UUID run = Samples.submit(api).id();
        assertThat(new RunStore(api).cancel(run)).isTrue();
        DeletedRunStore deleted = new DeletedRunStore(api);
        assertThat(deleted.delete(run)).isTrue();
        assertThat(deleted.find(run)).isPresent();
        String model = "7".repeat(64);
        Samples.model(api, model, "unused");
        assertThat(new ModelStore(api).wanted(model)).isPresent();
        assertThat(new ModelStore(api).delete(model)).isTrue();
        String dataset = "6".repeat(64);
        Samples.dataset(api, dataset, 7, 8);
        assertThat(new DatasetStore(api).wanted(dataset)).isPresent();
        assertThat(new DatasetStore(api).delete(dataset)).isTrue();
        RetentionStore retention = new RetentionStore(api);
        retention.set(new Retention(Project.FIRST, OptionalInt.of(30), OptionalInt.of(30)));
        assertThat(retention.list()).hasSize(1);
        assertThat(retention.oldRuns(Project.FIRST, 30, 10)).isEmpty();
        assertThat(retention.thinEvents(Duration.ofDays(7), 10)).isZero();
        assertThat(retention.forgetKeys()).isZero();
        assertThat(new OutboxStore(api).dropStale(Duration.ofHours(1))).isZero();
        assertThat(new StorageStore(api).uses()).isNotEmpty();
        assertThat(new StorageStore(api).unreferenced().items()).isNotNegative();
    }

    @Test
    void apiKeepsKeysAndSessions() {
        Jdbi api = jdbi(Rights.API);
        ApiKeyStore keys = new ApiKeyStore(api);
        KeyText key = KeyText.random();
        assertThat(keys.install(key)).isTrue();
        KeyText next = KeyText.random();
        assertThat(keys.rotate(key.id(), next, LEASE, Optional.of(LEASE), Optional.of(key.id())))
                .isPresent();
        keys.used(next.id());
        PageSessionStore sessions = new PageSessionStore(api);
        sessions.offer(next.id(), key.sha256(), LEASE);
        KeyText session = KeyText.random();
        assertThat(sessions.open(key.sha256(), session, LEASE)).isPresent();
        sessions.end(session.id());
        IdentitySessionStore identities = new IdentitySessionStore(api);
        KeyText identified = KeyText.random();
        identities.open(
                identified, new Identity("company", "1", "ann", Map.of("default", Set.of(Permission.READ))), LEASE);
        assertThat(identities.find(identified.id(), identified.sha256())).isPresent();
        identities.end(identified.id());
        assertThat(keys.revoke(next.id())).isPresent();
    }

    @Test
    void apiTellsWebhooks() {
        Jdbi api = jdbi(Rights.API);
        WebhookStore webhooks = new WebhookStore(api);
        UUID webhook = webhooks.add("https://hooks.example/", List.of(WebhookEvent.RUN_DECIDED), "a secret")
                .orElseThrow()
                .id();
        assertThat(webhooks.rotate(webhook, "another", Optional.of(LEASE))).isPresent();
        webhooks.file(webhook, UUID.randomUUID(), WebhookEvent.PING, "{}");
        WebhookOutbox outbox = new WebhookOutbox(api);
        outbox.end(outbox.claim(1, LEASE).getFirst(), DeliveryOutcome.of(410), 0);
        assertThat(outbox.drop(Duration.ZERO, 10)).isOne();
        assertThat(webhooks.delete(webhook)).isPresent();
    }

    @Test
    void apiWritesTheAuditLog() {
        AuditStore audit = new AuditStore(jdbi(Rights.API));
        audit.add(List.of(new AuditEntry(
                UUID.randomUUID(),
                "revokeKey",
                AuditEntry.DONE,
                AuditEntry.By.NOBODY,
                Optional.empty(),
                "192.0.2.1",
                "a key",
                0)));
        audit.chain();
        assertThat(audit.after(0, 10)).isNotEmpty();
    }

    /** For an agent outside. */
    private static void apiSpeaksForAnAgent(Run run) {
        Jdbi api = jdbi(Rights.API);
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
        assertThat(Migrations.gap(dataSource(Rights.WORKER))).isEmpty();
        Jdbi worker = jdbi(Rights.WORKER);
        PresenceStore.Role role = new PresenceStore.Role("worker", "worker", "1");
        PresenceStore presences = new PresenceStore(worker);
        presences.begin(role);
        presences.seen(role, Optional.empty());
        assertThat(new PresenceStore(jdbi(Rights.API)).list(LEASE)).hasSize(1);
        assertThat(new StatusStore(jdbi(Rights.API)).schemaVersion()).isNotEmpty();
        assertThat(new StatusStore(jdbi(Rights.API)).queues()).isNotEmpty();
        assertThat(new StatusStore(jdbi(Rights.API)).unknown(LEASE)).isEmpty();
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
        Jdbi agent = jdbi(Rights.AGENT);
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

        assertThat(new NodeStore(jdbi(Rights.API)).askRecheck("node-1")).isTrue();
        ControlStore controls = new ControlStore(agent);
        assertThat(controls.sources("node-1")).hasSize(1);
        controls.endRecheck("node-1", controls.history("node-1").controls(), Optional.empty());
        assertThat(nodes.find("node-1").orElseThrow().standing().isQuarantined())
                .isFalse();
        nodes.leave("node-1", HOLDER);
        assertThat(new NodeStore(jdbi(Rights.API)).drain("node-1")).isPresent();
        assertThat(new NodeStore(jdbi(Rights.API)).forget("node-1", LEASE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    API    | DELETE FROM run
                    API    | DELETE FROM job_event
                    API    | DELETE FROM deleted_run
                    API    | UPDATE deleted_run SET verdict = NULL
                    API    | DELETE FROM run_verdict
                    API    | UPDATE run_verdict SET attestation = NULL
                    API    | UPDATE content_verdict SET status = 'PASS'
                    WORKER | SELECT status FROM content_verdict
                    API    | UPDATE model SET size_bytes = 0
                    API    | SELECT delete_runs('{}')
                    WORKER | SELECT delete_run(gen_random_uuid(), gen_random_uuid(), false)
                    WORKER | SELECT thin_events(interval '1 s', 1)
                    WORKER | DELETE FROM model
                    API    | INSERT INTO variant SELECT * FROM variant
                    API    | UPDATE measurement SET version = 1
                    API    | DELETE FROM node_token
                    API    | DELETE FROM api_key
                    API    | UPDATE api_key SET permissions = '{admin}'
                    API    | UPDATE flyway_schema_history SET success = false
                    API    | UPDATE audit_entry SET line = line
                    API    | DELETE FROM audit_entry
                    API    | INSERT INTO audit_entry SELECT * FROM audit_entry
                    API    | DELETE FROM audit_pending
                    API    | UPDATE stored_use SET bytes = 0
                    API    | UPDATE measured SET node = node
                    API    | UPDATE series_point SET value = value
                    API    | DELETE FROM series
                    AGENT  | SELECT FROM series_point
                    AGENT  | INSERT INTO history_pending SELECT * FROM history_pending
                    WORKER | SELECT FROM annotation
                    API    | UPDATE device_use SET seconds = 0
                    WORKER | UPDATE quota SET weight = 100
                    AGENT  | UPDATE quota SET weight = 100
                    WORKER | SELECT chain_audit(1)
                    WORKER | INSERT INTO unreferenced_content (sha256) VALUES (repeat('a', 64))
                    WORKER | UPDATE content_listing SET begun_at = now()
                    AGENT  | DELETE FROM unreferenced_content
                    WORKER | INSERT INTO audit_pending (entry) VALUES ('{"a":1}')
                    API    | ALTER TABLE run ADD COLUMN more text
                    WORKER | UPDATE run SET ended_at = now()
                    WORKER | DELETE FROM job
                    WORKER | INSERT INTO measurement SELECT * FROM measurement
                    WORKER | UPDATE variant SET size_bytes = 0
                    WORKER | SELECT * FROM idempotency
                    WORKER | SELECT * FROM page_session
                    WORKER | SELECT * FROM identity_session
                    WORKER | DROP TABLE job
                    API    | UPDATE webhook SET url = url
                    API    | UPDATE webhook_delivery SET body = body
                    WORKER | SELECT secret FROM webhook
                    AGENT  | SELECT secret FROM webhook
                    WORKER | INSERT INTO webhook_delivery SELECT * FROM webhook_delivery
                    AGENT  | INSERT INTO job SELECT * FROM job
                    AGENT  | INSERT INTO variant SELECT * FROM variant
                    AGENT  | UPDATE run SET verdict = NULL
                    AGENT  | UPDATE measurement SET version = 1
                    AGENT  | DELETE FROM node
                    AGENT  | SELECT * FROM node_token
                    AGENT  | SELECT * FROM api_key
                    AGENT  | CREATE TABLE more (id integer)
                    """)
    void programsDoNothingElse(Rights rights, String sql) throws SQLException {
        try (Connection connection = dataSource(rights).getConnection();
                Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute(sql))
                    .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo(REFUSED));
        }
    }

    @Test
    void userThatThereIsNotIsNamed() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Rights.give(OWNER, "no\"body", Set.of(Rights.API)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .withMessageContaining("no\"body");
    }

    private static String user(Rights rights) {
        return "rights of " + rights;
    }

    private static Jdbi jdbi(Rights rights) {
        return Database.jdbi(dataSource(rights));
    }

    private static PGSimpleDataSource dataSource(Rights rights) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(PostgresFixture.url(OWNER.getDatabaseName()));
        dataSource.setUser(user(rights));
        dataSource.setPassword(PASSWORD);
        return dataSource;
    }
}
