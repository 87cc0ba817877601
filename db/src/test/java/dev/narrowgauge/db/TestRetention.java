package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.timeline.RunTimeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What goes by its age, and what stays of it. */
class TestRetention extends RetentionTest {
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
                .containsExactly(
                        "attestation",
                        "dataset",
                        "event",
                        "history",
                        "measurement",
                        "model",
                        "report",
                        "variant",
                        "verdict");
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
                .containsExactly("attestation", "dataset", "history", "model", "verdict");
        assertThat(storage.unreferenced().items()).isOne();
        assertThat(storage.unreferenced().oldest()).isPresent();
    }

    private List<RunEvent> events(Run run) {
        return new EventStore(jdbi).after(run.id(), 0, 100);
    }
}
