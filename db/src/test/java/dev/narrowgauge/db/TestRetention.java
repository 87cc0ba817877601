package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.run.DeletedRun;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.timeline.RunTimeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What is deleted, by somebody or by its age, and what stays of it. */
class TestRetention {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String VARIANT = "d".repeat(64);
    private static final List<String> OF_RUNS =
            List.of("run", "job", "variant", "measurement", "history_pending", "job_event", "outbox");

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final SampleTenants tenants = new SampleTenants(database);
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final ModelStore models = new ModelStore(jdbi);
    private final DatasetStore datasets = new DatasetStore(jdbi);
    private final DeletedRunStore deleted = new DeletedRunStore(jdbi);
    private final RetentionStore retention = new RetentionStore(jdbi);
    private final ContentStore content = new ContentStore(jdbi);

    @Test
    void deletedRunLeavesItsVerdictAndByWhatContentIsKnown() {
        Run run = decided();
        VerdictDocument verdict = runs.verdict(run.id()).orElseThrow();
        assertThat(deleted.delete(run.id())).isTrue();

        assertThat(runs.find(run.id())).isEmpty();
        for (String table : OF_RUNS) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(rows("control")).as("how steady the node is").isOne();
        DeletedRun left = deleted.find(run.id()).orElseThrow();
        assertThat(left.verdict()).contains(Verdict.INVALID);
        assertThat(left.modelId()).isEqualTo(Samples.MODEL);
        assertThat(left.tags()).isEqualTo(run.request().tags());
        assertThat(left.variants()).singleElement().satisfies(made -> {
            assertThat(made.sha256()).isEqualTo(VARIANT);
            assertThat(made.precision()).isEqualTo("INT8");
            assertThat(made.sizeBytes()).isEqualTo(700);
        });
        assertThat(left.byAge()).isFalse();
        assertThat(deleted.verdict(run.id())).contains(verdict);
        assertThat(deleted.decided(Optional.empty(), 10)).containsExactly(run.id());
        assertThat(deleted.decided(Optional.of(run.id()), 10)).isEmpty();
        assertThat(deleted.list(Optional.empty(), 10).items()).containsExactly(left);
        assertThat(content.unreferenced(Duration.ZERO, 10)).containsExactly(VARIANT);
        assertThat(deleted.delete(run.id())).as("a second time").isFalse();
    }

    @Test
    void runThatHasNotEndedOrIsAnothersStays() {
        Run open = Samples.submit(jdbi);
        assertThat(deleted.delete(open.id())).isFalse();
        assertThat(runs.find(open.id())).isPresent();

        RunStore others = tenants.runs("other");
        Run other = others.submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                .run();
        others.cancel(other.id());
        assertThat(deleted.delete(other.id())).isFalse();
        assertThat(others.find(other.id())).isPresent();
    }

    @Test
    void listOfDeletedRunsGoesOnWhereAPageEnds() {
        List<UUID> ids = List.of(cancelled(), cancelled(), cancelled());
        ids.forEach(deleted::delete);
        Page<DeletedRun> first = deleted.list(Optional.empty(), 2);
        assertThat(first.items()).extracting(DeletedRun::id).containsExactly(ids.get(2), ids.get(1));
        assertThat(deleted.list(first.next(), 2).items())
                .extracting(DeletedRun::id)
                .containsExactly(ids.get(0));
    }

    @Test
    void uploadThatRunsAreAboutStaysUntilTheyAreDeleted() {
        UUID run = cancelled();
        assertConflict(() -> models.delete(Samples.MODEL), run.toString(), "model");
        assertConflict(() -> datasets.delete(Samples.CALIBRATION), run.toString(), "dataset");
        assertConflict(() -> datasets.delete(Samples.EVALUATION), run.toString(), "dataset");
        deleted.delete(run);
        models.named(Samples.MODEL, "another name");

        assertThat(models.delete(Samples.MODEL)).isTrue();
        assertThat(models.delete(Samples.MODEL)).isFalse();
        assertThat(datasets.delete(Samples.CALIBRATION)).isTrue();
        assertThat(datasets.delete(Samples.EVALUATION)).isTrue();
        assertThat(models.find(Samples.MODEL)).isEmpty();
        assertThat(content.unreferenced(Duration.ZERO, 10))
                .containsExactlyInAnyOrder(Samples.MODEL, Samples.CALIBRATION, Samples.EVALUATION);
        assertThat(rows("stored_use WHERE bytes <> 0")).as("what quotas count").isZero();
    }

    @Test
    void contentThatAnotherProjectHasStaysReferredTo() {
        tenants.id("other");
        Samples.uploads(jdbi);
        assertThat(models.delete(Samples.MODEL)).isTrue();
        assertThat(content.unreferenced(Duration.ZERO, 10)).isEmpty();
    }

    @Test
    void contentOfADeletedProjectIsNoted() {
        UUID doomed = tenants.id("doomed");
        ProjectStore projects = new ProjectStore(jdbi);
        assertThat(projects.askDeletion(doomed, Optional.empty())).isPresent();
        assertThat(projects.deletePart(doomed, 10)).isFalse();
        assertThat(content.unreferenced(Duration.ZERO, 10))
                .containsExactlyInAnyOrder(Samples.MODEL, Samples.CALIBRATION, Samples.EVALUATION);
    }

    /** Whoever comes first: either the run is filed, or it hears that there is no model. */
    @Test
    void runThatIsFiledWhileItsModelIsDeletedIsWaitedFor() {
        Samples.uploads(jdbi);
        CompletableFuture<Boolean> deletion = Scopes.ofServices(jdbi).inTransaction(handle -> {
            handle.createQuery("SELECT id FROM model WHERE sha256 = :id FOR KEY SHARE")
                    .bind("id", Samples.MODEL)
                    .mapTo(String.class)
                    .one();
            CompletableFuture<Boolean> started = started(() -> models.delete(Samples.MODEL));
            Eventually.await("the deletion waits", () -> waiting() > 0);
            handle.createUpdate("""
                            INSERT INTO run
                                (id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes, device_classes,
                                 policy, state, created_at)
                            VALUES
                                (:id, 'late', :model, :calibration, :evaluation, '[]', '{}', '{}', 'RUNNING', now())
                            """)
                    .bind("id", UUID.randomUUID())
                    .bind("model", Samples.MODEL)
                    .bind("calibration", Samples.CALIBRATION)
                    .bind("evaluation", Samples.EVALUATION)
                    .execute();
            return started;
        });
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(deletion::join)
                .withCauseInstanceOf(NarrowgaugeException.class)
                .withMessageContaining("is what runs are about (1,");
        assertThat(models.find(Samples.MODEL)).isPresent();
    }

    /** It would have a name and be gone. */
    @Test
    void uploadThatComesWhileItsModelIsDeletedIsWaitedFor() {
        Samples.uploads(jdbi);
        CompletableFuture<Optional<Model>> named = Scopes.ofServices(jdbi).inTransaction(handle -> {
            assertThat(new UploadRows("model", List.of("model_id")).delete(handle, Project.FIRST, Samples.MODEL))
                    .isTrue();
            CompletableFuture<Optional<Model>> started = started(() -> models.named(Samples.MODEL, "another name"));
            Eventually.await("the upload waits", () -> waiting() > 0);
            return started;
        });
        assertThat(named.join()).isEmpty();
        assertThat(Samples.model(jdbi, Samples.MODEL, "another name").names()).containsExactly("another name");
    }

    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    @Test
    void whatIsOldIsFoundAndWhatSomebodyAskedForIsYoung() {
        UUID old = cancelled();
        UUID young = cancelled();
        assertThat(retention.oldRuns(Project.FIRST, 30, 10)).isEmpty();
        execute("UPDATE run SET ended_at = ended_at - interval '31 days' WHERE id = '%s'".formatted(old));
        assertThat(retention.oldRuns(Project.FIRST, 30, 10)).containsExactly(old);
        assertThat(deleted.deleteOld(Project.FIRST, old)).isTrue();
        assertThat(deleted.find(old).orElseThrow().byAge()).isTrue();

        execute("UPDATE model SET wanted_at = wanted_at - interval '31 days'");
        assertThat(models.deleteOld(Project.FIRST, 30, 10))
                .as("a run is about it")
                .isZero();
        deleted.delete(young);
        assertThat(models.wanted(Samples.MODEL)).isPresent();
        assertThat(models.deleteOld(Project.FIRST, 30, 10))
                .as("somebody asked for it")
                .isZero();
        execute("UPDATE model SET wanted_at = wanted_at - interval '31 days'");
        Samples.model(jdbi, Samples.MODEL, "digits");
        assertThat(models.deleteOld(Project.FIRST, 30, 10))
                .as("it was uploaded again")
                .isZero();

        execute("UPDATE model SET wanted_at = wanted_at - interval '31 days'");
        execute("UPDATE dataset SET wanted_at = wanted_at - interval '31 days' WHERE sha256 = '%s'"
                .formatted(Samples.CALIBRATION));
        assertThat(models.deleteOld(tenants.id("other"), 30, 10)).isZero();
        assertThat(models.deleteOld(Project.FIRST, 30, 10)).isOne();
        assertThat(datasets.deleteOld(Project.FIRST, 30, 10)).isOne();
        assertThat(datasets.find(Samples.EVALUATION)).isPresent();
    }

    /** After an upgrade those of years are to be taken. */
    @Test
    void oldRunStaysUntilItsValuesAreInHistories() {
        UUID old = decided().id();
        execute("UPDATE run SET ended_at = ended_at - interval '31 days'");
        assertThat(retention.oldRuns(Project.FIRST, 30, 10)).isEmpty();
        assertThat(new HistoryIntake(jdbi).take(10)).isOne();
        assertThat(retention.oldRuns(Project.FIRST, 30, 10)).containsExactly(old);
    }

    @Test
    void valuesOfADeletedRunStayInHistories() {
        Run run = decided();
        HistoryStore history = new HistoryStore(jdbi);
        UUID measurement = new MeasurementStore(jdbi).ofRun(run.id()).getFirst().id();
        assertThat(new HistoryIntake(jdbi).take(10)).isOne();
        List<Series> before = history.newest(SeriesFilter.ALL, 100);
        assertThat(before).isNotEmpty();
        assertThat(deleted.delete(run.id())).isTrue();

        assertThat(history.newest(SeriesFilter.ALL, 100)).isEqualTo(before);
        assertThat(history.points(before.getFirst(), Optional.empty(), 10))
                .extracting(SeriesPoint::measurementId)
                .containsExactly(measurement);
        assertThat(history.measured(measurement)).isPresent();
        assertThat(history.values(measurement)).isNotEmpty();
        assertThat(new MeasurementStore(jdbi).reasons(measurement)).isEmpty();
    }

    @Test
    void projectSaysHowLongItKeepsThings() {
        UUID project = tenants.id("other");
        assertThat(retention.list()).isEmpty();
        retention.set(new Retention(project, OptionalInt.of(30), OptionalInt.of(7)));
        Retention last = new Retention(project, OptionalInt.empty(), OptionalInt.of(8));
        retention.set(last);
        assertThat(retention.list()).containsExactly(last);
    }

    @Test
    void eventsOfOldRunsAreThinnedToThoseThatTheTimelineNeeds() {
        Run run = Samples.submit(jdbi);
        Job job = jobs.ofRun(run.id()).getFirst();
        jobs.claim(job.id(), 1, "worker", LEASE);
        for (String stage : List.of("prepare", "prepare", "calibrate", "calibrate", "calibrate", "prepare")) {
            jobs.progress(job.id(), 1, new Progress(stage, 1, 2, OptionalDouble.empty(), Optional.empty()));
        }
        assertThat(retention.thinEvents(Duration.ZERO, 10))
                .as("it has not ended")
                .isZero();
        runs.cancel(run.id());
        assertThat(retention.thinEvents(Duration.ofDays(7), 10))
                .as("it is young")
                .isZero();
        TimelineStore timelines = new TimelineStore(jdbi);
        RunTimeline before = timelines.ofRun(run.id()).orElseThrow();
        List<RunEvent> all = events(run);

        assertThat(retention.thinEvents(Duration.ZERO, 10)).isOne();
        assertThat(retention.thinEvents(Duration.ZERO, 10)).as("once").isZero();
        assertThat(timelines.ofRun(run.id()).orElseThrow().jobs()).isEqualTo(before.jobs());
        assertThat(events(run)).hasSize(all.size() - 3);
        assertThat(events(run).getLast()).isEqualTo(all.getLast());
    }

    /** As while brokers are away for long. */
    @Test
    void messagesThatNobodyNeedsAnyMoreAreDropped() {
        OutboxStore outbox = new OutboxStore(jdbi);
        Run run = Samples.submit(jdbi);
        assertThat(rows("outbox")).isEqualTo(2);
        Job taken = jobs.ofRun(run.id()).getFirst();
        jobs.claim(taken.id(), 1, "worker", LEASE);
        assertThat(outbox.dropStale(Duration.ofHours(1))).as("it is young").isZero();
        execute("UPDATE outbox SET created_at = created_at - interval '2 hours'");
        assertThat(outbox.dropStale(Duration.ofHours(1))).isOne();
        assertThat(rows("outbox")).as("of the job that waits").isOne();
        runs.cancel(run.id());
        assertThat(outbox.dropStale(Duration.ofHours(1))).isOne();
    }

    @Test
    void keysThatAreGoodNoMoreAreForgotten() {
        Samples.uploads(jdbi);
        for (String key : List.of("old", "young")) {
            runs.submit(Samples.request(List.of("x86-vnni")), Optional.of(new IdempotencyKey(key, "a hash")));
        }
        assertThat(retention.forgetKeys()).isZero();
        execute("UPDATE idempotency SET created_at = created_at - interval '8 days' WHERE request_key = 'old'");
        assertThat(retention.forgetKeys()).isOne();
        assertThat(runs.earlier(new IdempotencyKey("young", "a hash"))).isPresent();
    }

    @Test
    void storageIsToldByProjectAndKind() {
        Run run = decided();
        tenants.id("other");
        assertThat(new HistoryIntake(jdbi).take(10)).isOne();
        StorageStore storage = new StorageStore(jdbi);
        assertThat(storage.uses())
                .filteredOn(use -> use.project().equals(Project.FIRST))
                .extracting(StorageStore.Use::kind)
                .containsExactly("dataset", "event", "history", "measurement", "model", "report", "variant", "verdict");
        assertThat(storage.uses())
                .contains(
                        new StorageStore.Use(Project.FIRST, "model", 1, 2600),
                        new StorageStore.Use(tenants.id("other"), "dataset", 2, 51_200))
                .allSatisfy(use -> assertThat(use.bytes()).isPositive());
        assertThat(storage.unreferenced().items()).isZero();

        deleted.delete(run.id());
        assertThat(storage.uses())
                .filteredOn(use -> use.project().equals(Project.FIRST))
                .extracting(StorageStore.Use::kind)
                .containsExactly("dataset", "history", "model", "verdict");
        assertThat(storage.unreferenced().items()).isOne();
        assertThat(storage.unreferenced().oldest()).isPresent();
    }

    /** With a variant, a measurement and a verdict. */
    private Run decided() {
        Run run = Samples.submit(jdbi);
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        Job benchmark = jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .findFirst()
                .orElseThrow();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        assertThat(jobs.finishBenchmark(
                        benchmark.id(), 1, "agent", Samples.measurement(benchmark, Samples.latency(7, 6, 1))))
                .isTrue();
        jobs.ofRun(run.id()).stream().filter(job -> !job.state().terminal()).forEach(job -> {
            jobs.claim(job.id(), 1, "worker", LEASE);
            jobs.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "no graph");
        });
        VerdictDocument.Subject subject = new VerdictDocument.Subject(Samples.MODEL, "digits");
        assertThat(runs.decide(
                        run.id(),
                        new VerdictDocument(
                                VerdictDocument.SCHEMA_VERSION,
                                run.id().toString(),
                                "nightly",
                                Samples.TIME,
                                Verdict.INVALID,
                                subject,
                                subject,
                                subject,
                                Policy.standard(),
                                List.of(),
                                List.of())))
                .isTrue();
        return run;
    }

    private UUID cancelled() {
        UUID run = Samples.submit(jdbi).id();
        assertThat(runs.cancel(run)).isTrue();
        return run;
    }

    private List<RunEvent> events(Run run) {
        return new EventStore(jdbi).after(run.id(), 0, 100);
    }

    private static void assertConflict(Runnable deletion, String... words) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(deletion::run)
                .withMessageContainingAll(words)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    /** @param table with a condition, where there is one */
    private long rows(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    /** How many sessions of this database wait for a lock. A transaction would see the same ones for as long as it lasts. */
    private long waiting() {
        return Database.jdbi(database)
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).mapTo(Long.class).one());
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
