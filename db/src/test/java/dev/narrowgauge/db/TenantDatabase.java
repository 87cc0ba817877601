package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of tenants, and the users of the programs as whom it is looked at. */
final class TenantDatabase {
    private static final String PASSWORD = "secret";
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final PGSimpleDataSource database = (PGSimpleDataSource) PostgresFixture.migrated();

    /** Of all programs in one process. */
    final DataSource allPrograms = user("tenants", EnumSet.allOf(Rights.class));

    final Jdbi owner = Database.jdbi(database);
    final Jdbi services = Database.jdbi(allPrograms);
    final Jdbi worker = Database.jdbi(user("tenants worker", EnumSet.of(Rights.WORKER)));
    final Jdbi agent = Database.jdbi(user("tenants agent", EnumSet.of(Rights.AGENT)));

    /** @param jdbi of its callers */
    record Tenant(UUID project, Jdbi jdbi, Run run) {}

    /** With a row in every table of projects. */
    Tenant tenant(String name) {
        UUID project = new ProjectStore(services).add(name).orElseThrow().id();
        Jdbi jdbi = callers(project);
        Run run = measured(jdbi);
        KeyText key = KeyText.random();
        OptionalLong none = OptionalLong.empty();
        new QuotaStore(services).set(new Quota(project, 1, none, none, none, none));
        new RetentionStore(services).set(new Retention(project, OptionalInt.of(30), OptionalInt.empty()));
        deleted(jdbi);
        WebhookStore webhooks = new WebhookStore(jdbi);
        Webhook webhook = webhooks.add("https://hooks.example/", List.of(WebhookEvent.RUN_DECIDED), "a secret")
                .orElseThrow();
        webhooks.file(webhook.id(), UUID.randomUUID(), WebhookEvent.PING, "{}");
        new ReleaseStore(jdbi).propose("digits", Samples.release(run.id()), Samples.RELEASE_CALL);
        new ApiKeyStore(services)
                .add(
                        key,
                        new ApiKeyStore.Wanted(
                                name, Set.of(Permission.READ), Set.of(project), Optional.empty(), Optional.empty()));
        PageSessionStore sessions = new PageSessionStore(services);
        sessions.offer(key.id(), key.sha256(), LEASE);
        assertThat(sessions.open(key.sha256(), key, LEASE)).isPresent();
        sessions.offer(key.id(), KeyText.random().sha256(), LEASE);
        return new Tenant(project, jdbi, run);
    }

    /** Of a run nothing but what stays of it. */
    private static void deleted(Jdbi jdbi) {
        RunStore runs = new RunStore(jdbi);
        UUID run = runs.submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                .run()
                .id();
        assertThat(runs.cancel(run)).isTrue();
        assertThat(new DeletedRunStore(jdbi).delete(run)).isTrue();
    }

    /** A variant, a measurement with a control, a job that waits with its message. */
    private Run measured(Jdbi jdbi) {
        Samples.uploads(jdbi);
        Samples.model(jdbi, Samples.MODEL, "another name");
        new DatasetStore(jdbi).named(Samples.CALIBRATION, "another name");
        Run run = new RunStore(jdbi)
                .submit(Samples.request(List.of("x86-vnni")), Optional.of(new IdempotencyKey("a key", "a hash")))
                .run();
        JobStore workers = new JobStore(worker);
        Job job = new JobStore(jdbi).ofRun(run.id()).getFirst();
        workers.claim(job.id(), 1, "worker", LEASE);
        workers.finishQuantize(job.id(), 1, Samples.variant(job));
        Job benchmark = new JobStore(jdbi)
                .ofRun(run.id()).stream()
                        .filter(filed -> filed.kind() == JobKind.BENCHMARK)
                        .findFirst()
                        .orElseThrow();
        JobStore agents = new JobStore(agent);
        agents.claim(benchmark.id(), 1, "agent", LEASE);
        long seed = run.id().getLeastSignificantBits();
        assertThat(agents.finishBenchmark(
                        benchmark.id(), 1, "agent", Samples.measurement(benchmark, Samples.latency(seed, 6, 1))))
                .isTrue();
        owner.useHandle(
                handle -> handle.createUpdate("""
                        WITH more AS (
                            INSERT INTO extension (job_id, project_id, run_id, forks, reason)
                            SELECT id, project_id, run_id, 6, 'undecided' FROM job WHERE id = :job)
                        INSERT INTO reused_measurement (variant_id, measurement_id, project_id, run_id, device_class)
                        SELECT variant_id, id, project_id, run_id, 'x86-vnni' FROM measurement WHERE job_id = :job
                        """).bind("job", benchmark.id()).execute());
        Scopes.of(jdbi).useTransaction(handle -> VerdictStore.insert(handle, run.id(), Samples.TIME, Samples.proof()));
        return run;
    }

    Jdbi callers(UUID project) {
        return Database.jdbi(allPrograms, () -> new Scope.Tenant(project));
    }

    private DataSource user(String name, Set<Rights> rights) {
        ProgramUsers.make(database, name, PASSWORD, rights);
        return ProgramUsers.dataSource(PostgresFixture.url(database.getDatabaseName()), name, PASSWORD);
    }
}
