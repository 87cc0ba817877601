package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.run.Priority;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Runs and bytes beyond what a project may have. */
class TestQuotaStore {
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final RunRequest REQUEST = Samples.request(List.of("x86-vnni"));

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final SampleTenants tenants = new SampleTenants(database);
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final QuotaStore quotas = new QuotaStore(jdbi);

    @Test
    void queueIsFullUntilARunIsTakenOrEnds() {
        quotas.set(new Quota(tenants.id("a"), 1, OptionalLong.of(2), NONE, NONE, NONE));
        Run first = submitted("a");
        Run second = submitted("a");
        assertRefused("a", ErrorCode.QUEUE_FULL, "runs that wait");
        submitted("b");
        Job job = jobs.ofRun(first.id()).getFirst();
        assertThat(jobs.claim(job.id(), 1, "worker", LEASE)).isPresent();
        submitted("a");
        assertRefused("a", ErrorCode.QUEUE_FULL, "runs that wait");
        runs.cancel(second.id());
        submitted("a");
    }

    @Test
    void openRunsAreThoseAtWorkAsWell() {
        quotas.set(new Quota(tenants.id("a"), 1, NONE, OptionalLong.of(1), NONE, NONE));
        Run run = submitted("a");
        assertThat(jobs.claim(jobs.ofRun(run.id()).getFirst().id(), 1, "worker", LEASE))
                .isPresent();
        assertRefused("a", ErrorCode.QUEUE_FULL, "have not ended");
        quotas.set(new Quota(tenants.id("a"), 1, NONE, NONE, NONE, NONE));
        submitted("a");
    }

    /** What was taken once is not refused when it is sent again. */
    @Test
    void runThatWasFiledBeforeIsGivenAgain() {
        quotas.set(new Quota(tenants.id("a"), 1, OptionalLong.of(1), NONE, NONE, NONE));
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("key", "hash"));
        Run run = tenants.runs("a").submit(REQUEST, key).run();
        RunStore.Submission again = tenants.runs("a").submit(REQUEST, key);
        assertThat(again.replayed()).isTrue();
        assertThat(again.run().id()).isEqualTo(run.id());
        assertRefused("a", ErrorCode.QUEUE_FULL, "runs that wait");
    }

    /** Of several services, each with connections of its own. */
    @Test
    void thoseWhoFileAtATimeFileNoMoreTogether() throws Exception {
        quotas.set(new Quota(tenants.id("a"), 1, OptionalLong.of(5), NONE, NONE, NONE));
        UUID project = tenants.id("a");
        List<Callable<Boolean>> services = Collections.nCopies(12, () -> {
            try {
                new RunStore(Database.jdbi(database, () -> new Scope.Tenant(project)))
                        .submit(REQUEST, Optional.empty());
                return true;
            } catch (NarrowgaugeException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_FULL);
                return false;
            }
        });
        int filed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> end : threads.invokeAll(services)) {
                filed += end.get() ? 1 : 0;
            }
        }
        assertThat(filed).isEqualTo(5);
    }

    /** Those of a statement are looked at one by one, and in their order. */
    @Test
    void companyOfRefusedRunsIsFiled() {
        quotas.set(new Quota(tenants.id("a"), 1, OptionalLong.of(1), NONE, NONE, NONE));
        List<NewRun> together = List.of(newRun("a"), newRun("b"), newRun("a"), newRun("b"));
        RunRows.Filed filed = jdbi.withHandle(handle -> RunRows.file(handle, together));
        assertThat(filed.at())
                .containsOnlyKeys(
                        together.get(0).id(),
                        together.get(1).id(),
                        together.get(3).id());
        assertThat(filed.refused()).containsOnlyKeys(together.get(2).id());
        assertThat(jobs.ofRun(together.get(2).id())).isEmpty();
    }

    @Test
    void storedBytesAreThoseOfUploadsAndVariants() {
        long uploads = use("default").storedBytes();
        assertThat(uploads).isEqualTo(2600 + 2 * 25_600);
        Run run = submitted("default");
        Job job = jobs.ofRun(run.id()).getFirst();
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.finishQuantize(job.id(), 1, Samples.variant(job))).isTrue();
        assertThat(use("default").storedBytes()).isEqualTo(uploads + 700);
        new ModelStore(jdbi).save(new Blob(Samples.MODEL, 2600), "again", Samples.modelDescription());
        assertThat(use("default").storedBytes()).as("the same content again").isEqualTo(uploads + 700);

        quotas.set(new Quota(tenants.id("default"), 1, NONE, NONE, OptionalLong.of(uploads + 800), NONE));
        quotas.requireRoom(Project.FIRST, 100);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> quotas.requireRoom(Project.FIRST, 101))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.QUOTA_REACHED))
                .satisfies(failure -> assertThat(failure.retryAfter()).isPresent());
        submitted("default");
        quotas.set(new Quota(tenants.id("default"), 1, NONE, NONE, OptionalLong.of(uploads), NONE));
        assertRefused("default", ErrorCode.QUOTA_REACHED, "stored as many bytes");
    }

    @Test
    void deviceMinutesAreThoseOfBenchmarkJobsThatEndedToday() {
        Run run = submitted("a");
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        Job benchmark = jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .findFirst()
                .orElseThrow();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE job SET started_at = clock_timestamp() - interval '119 seconds' WHERE id = ?", benchmark.id()));
        assertThat(use("a").deviceMinutes()).isZero();
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", Samples.measurement(benchmark)))
                .isTrue();
        assertThat(use("a").deviceMinutes()).isBetween(2L, 3L);
        quotas.set(new Quota(tenants.id("a"), 1, NONE, NONE, NONE, OptionalLong.of(1)));
        assertRefused("a", ErrorCode.QUOTA_REACHED, "minutes of devices");
        quotas.set(new Quota(tenants.id("a"), 1, NONE, NONE, NONE, OptionalLong.of(1000)));
        submitted("a");
    }

    @Test
    void useIsToldOfEachProject() {
        quotas.set(new Quota(tenants.id("idle"), 7, NONE, OptionalLong.of(3), NONE, NONE));
        Run run = submitted("a");
        submitted("a");
        jobs.claim(jobs.ofRun(run.id()).getFirst().id(), 1, "worker", LEASE);
        assertThat(quotas.of(List.of(tenants.id("a"), tenants.id("idle"))))
                .extracting(known -> known.quota().project())
                .containsExactlyInAnyOrder(tenants.id("a"), tenants.id("idle"));
        assertThat(use("a").openRuns()).isEqualTo(2);
        assertThat(use("a").queuedRuns()).isEqualTo(1);
        assertThat(use("a").quota().weight()).isEqualTo(1);
        assertThat(use("idle").quota())
                .isEqualTo(new Quota(tenants.id("idle"), 7, NONE, OptionalLong.of(3), NONE, NONE));
    }

    /** They may be many, and nothing of them is told. */
    @Test
    void runsOfOtherProjectsAreNotCounted() {
        quotas.set(new Quota(tenants.id("b"), 7, NONE, OptionalLong.of(3), NONE, NONE));
        submitted("a");
        submitted("b");
        assertThat(quotas.of(List.of(tenants.id("a")))).singleElement().satisfies(own -> {
            assertThat(own.quota().project()).isEqualTo(tenants.id("a"));
            assertThat(own.openRuns()).isEqualTo(1);
        });
        assertThat(quotas.of(List.of())).isEmpty();
    }

    @Test
    void entryOfTheAuditLogIsWrittenWithTheRun() {
        quotas.set(new Quota(tenants.id("a"), 1, OptionalLong.of(1), NONE, NONE, NONE));
        Submitter audited = new Submitter(Priority.NORMAL, Optional.of(TestQuotaStore::entry));
        Run run = tenants.runs("a").submit(REQUEST, Optional.empty(), audited).run();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> tenants.runs("a").submit(REQUEST, Optional.empty(), audited));
        AuditStore audit = new AuditStore(jdbi);
        audit.chain();
        assertThat(audit.after(0, 10)).singleElement().satisfies(line -> {
            assertThat(line.text()).contains(run.id().toString());
            assertThat(line.at()).isEqualTo(run.createdAt());
        });
    }

    private static AuditEntry entry(UUID run) {
        return new AuditEntry(
                UUID.randomUUID(),
                "submitRun",
                AuditEntry.DONE,
                AuditEntry.By.NOBODY,
                Optional.empty(),
                "192.0.2.1",
                run.toString(),
                0);
    }

    private QuotaStore.Use use(String project) {
        UUID id = tenants.id(project);
        return quotas.of(List.of(id)).getFirst();
    }

    private NewRun newRun(String project) {
        return NewRun.of(tenants.id(project), REQUEST, Optional.empty(), Submitter.NOBODY);
    }

    private Run submitted(String project) {
        return tenants.runs(project).submit(REQUEST, Optional.empty()).run();
    }

    private void assertRefused(String project, ErrorCode code, String why) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> submitted(project))
                .withMessageContaining(why)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failure -> assertThat(failure.retryAfter()).isPresent());
    }
}
