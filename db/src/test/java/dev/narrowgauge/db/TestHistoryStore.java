package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.history.ChangeReview.Decision;
import dev.narrowgauge.domain.history.TrackedMetric;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestHistoryStore {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration NIGHT = Duration.ofDays(1);
    private static final int MOST = 1000;

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final Jdbi callers = Database.jdbi(database, () -> new Scope.Tenant(Project.FIRST));
    private final JobStore jobs = new JobStore(jdbi);
    private final HistoryIntake intake = new HistoryIntake(jdbi);
    private final HistoryStore history = new HistoryStore(callers);
    private final Random random = new Random(5);
    private Instant night = Samples.TIME;

    @Test
    void measurementIsTakenOnceIntoEachOfItsHistories() {
        Measurement measurement = measure(0.5);
        assertThat(intake.take(MOST)).isEqualTo(1);
        assertThat(intake.take(MOST)).isZero();

        List<Series> all = history.list(SeriesFilter.ALL, Optional.empty(), 50).items();
        assertThat(all)
                .extracting(series -> series.name().metric())
                .contains(TrackedMetric.LATENCY_RATIO, TrackedMetric.ACCURACY_DIFFERENCE, TrackedMetric.SIZE_RATIO)
                .doesNotContain(TrackedMetric.LATENCY_P99);
        Series series = series(TrackedMetric.LATENCY_RATIO);
        assertThat(series.name().family()).isEqualTo("digits");
        assertThat(series.name().recipe()).isEqualTo("int8-static");
        assertThat(series.name().deviceClass()).isEqualTo("x86-vnni");
        assertThat(series.measurements()).isEqualTo(1);
        assertThat(series.last().orElseThrow().measurementId()).isEqualTo(measurement.id());
        assertThat(series.noise()).as("of one value").isEmpty();
        assertThat(series.cadence()).isEmpty();
        assertThat(history.find(series.id())).contains(series);
        assertThat(history.points(series, Optional.empty(), 10)).singleElement().satisfies(point -> {
            assertThat(point.measurementId()).isEqualTo(measurement.id());
            assertThat(point.figure().value()).isBetween(0.499, 0.501);
            assertThat(point.measured().node()).isEqualTo("node-1");
            assertThat(point.measured().modelId()).isEqualTo(Samples.MODEL);
        });
    }

    @Test
    void listIsCutAndFiltered() {
        measure(0.5);
        intake.take(MOST);
        Page<Series> first = history.list(SeriesFilter.ALL, Optional.empty(), 2);
        assertThat(first.items()).hasSize(2);
        Page<Series> second = history.list(SeriesFilter.ALL, first.next(), 50);
        assertThat(second.items()).isNotEmpty().doesNotContainAnyElementsOf(first.items());
        assertThat(history.newest(filter("digits", TrackedMetric.FLIP_SHARE), MOST))
                .hasSize(1);
        assertThat(history.newest(filter("another", TrackedMetric.FLIP_SHARE), MOST))
                .isEmpty();
    }

    @Test
    void matrixSaysWhatTheSeriesSayOneByOne() {
        nights(12, 0.5);
        nights(8, 0.6);
        List<Series> series = history.newest(SeriesFilter.ALL, MOST);
        NewestValues row = assertThat(history.matrix(SeriesFilter.ALL, MOST))
                .singleElement()
                .actual();
        assertThat(row.family()).isEqualTo("digits");
        assertThat(row.recipe()).isEqualTo("int8-static");
        assertThat(row.deviceClass()).isEqualTo("x86-vnni");
        Series.Last last = series(TrackedMetric.LATENCY_RATIO).last().orElseThrow();
        assertThat(row.at()).isEqualTo(last.at());
        assertThat(row.measurementId()).isEqualTo(last.measurementId());
        assertThat(row.values())
                .containsExactlyElementsOf(series.stream()
                        .map(one -> new NewestValues.Value(
                                one.id(),
                                one.last().orElseThrow().keyId(),
                                one.last().orElseThrow().figure(),
                                one.openChanges(),
                                one.noise().isPresent()))
                        .toList())
                .anyMatch(value -> value.openChanges() == 1);
        assertThat(history.matrix(filter("digits", TrackedMetric.SIZE_RATIO), MOST))
                .singleElement()
                .satisfies(only -> assertThat(only.values()).hasSize(1));
        assertThat(history.matrix(filter("another", TrackedMetric.SIZE_RATIO), MOST))
                .isEmpty();
    }

    @Test
    void stepIsAChangeUntilSomebodyDismissesIt() {
        nights(12, 0.5);
        assertThat(series(TrackedMetric.LATENCY_RATIO).openChanges()).isZero();
        assertThat(series(TrackedMetric.LATENCY_RATIO).noise().orElseThrow().values())
                .isEqualTo(12);
        Instant step = nights(8, 0.6);

        Series changed = series(TrackedMetric.LATENCY_RATIO);
        assertThat(changed.openChanges()).isEqualTo(1);
        assertThat(changed.noise().orElseThrow().values()).isEqualTo(8);
        assertThat(changed.cadence().orElseThrow().usual()).isEqualTo(NIGHT);
        assertThat(changed.missedBy(night.plus(NIGHT))).isEmpty();
        assertThat(changed.missedBy(night.plus(NIGHT.multipliedBy(10)))).isPresent();
        ChangePoint change = history.changes(changed.id()).getFirst();
        assertThat(change.at()).isEqualTo(step);
        assertThat(change.before()).isBetween(0.49, 0.51);
        assertThat(change.after()).isBetween(0.59, 0.61);
        assertThat(history.noisiest(SeriesFilter.ALL, 3)).isNotEmpty();

        ChangePoint dismissed = history.decide(
                        changed, change.id(), Decision.DISMISSED, Optional.of("ann"), Optional.of("other inputs"))
                .orElseThrow();
        assertThat(dismissed.decision()).isEqualTo(Decision.DISMISSED);
        assertThat(dismissed.decidedBy()).contains("ann");
        assertThat(series(TrackedMetric.LATENCY_RATIO).openChanges()).isZero();
        nights(6, 0.6);
        assertThat(series(TrackedMetric.LATENCY_RATIO).openChanges()).isZero();
        assertThat(history.changes(changed.id())).extracting(ChangePoint::id).containsExactly(change.id());
        assertThat(history.decide(changed, UUID.randomUUID(), Decision.CONFIRMED, Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void confirmedChangeIsWhereTheSeriesBeginsAnew() {
        nights(12, 0.5);
        nights(8, 0.6);
        Series changed = series(TrackedMetric.LATENCY_RATIO);
        ChangePoint change = history.changes(changed.id()).getFirst();
        history.decide(changed, change.id(), Decision.CONFIRMED, Optional.empty(), Optional.empty());
        nights(5, 0.6);
        Series after = series(TrackedMetric.LATENCY_RATIO);
        assertThat(after.openChanges()).isZero();
        assertThat(after.noise().orElseThrow().values()).isEqualTo(13);
        assertThat(history.changes(changed.id()))
                .singleElement()
                .satisfies(kept -> assertThat(kept.decision()).isEqualTo(Decision.CONFIRMED));
    }

    @Test
    void valuesOfAnotherMachineAreNoChange() {
        nights(12, 0.5);
        NodeStore nodes = new NodeStore(jdbi);
        assertThat(nodes.register(node(), new NodeStore.Holder("agent", LEASE))).isPresent();
        nights(8, 0.6);
        Series series = series(TrackedMetric.LATENCY_RATIO);
        assertThat(series.openChanges()).isZero();
        assertThat(history.points(series, Optional.empty(), MOST).stream()
                        .map(SeriesPoint::keyId)
                        .distinct())
                .hasSize(2);
        assertThat(history.key(series.last().orElseThrow().keyId())
                        .orElseThrow()
                        .values())
                .containsEntry("machine.cores", "2")
                .containsEntry("data.evaluation", Samples.EVALUATION);
    }

    @Test
    void measurementIsFoundWithWhatItWasMeasuredUnder() {
        Measurement measurement = measure(0.5);
        intake.take(MOST);
        assertThat(history.measured(measurement.id()).orElseThrow().recipe()).isEqualTo("int8-static");
        assertThat(history.measured(UUID.randomUUID())).isEmpty();
        assertThat(history.values(measurement.id())).anySatisfy(value -> {
            assertThat(value.figure().metric()).isEqualTo(TrackedMetric.LATENCY_RATIO);
            assertThat(value.key().values()).containsEntry("machine.fingerprint", "f".repeat(64));
        });
    }

    @Test
    void whatIsWrittenBesideAHistoryIsKeptUntilItIsDeleted() {
        measure(0.5);
        intake.take(MOST);
        UUID series = series(TrackedMetric.LATENCY_RATIO).id();
        Annotation own = history.annotate(Optional.of(series), night, "a new driver", Optional.of("ann"))
                .orElseThrow();
        Annotation all = history.annotate(Optional.empty(), night.minus(NIGHT), "a new kernel", Optional.empty())
                .orElseThrow();
        assertThat(history.annotate(Optional.of(UUID.randomUUID()), night, "nowhere", Optional.empty()))
                .isEmpty();
        assertThat(history.annotations(series, 10)).containsExactly(all, own);
        assertThat(history.annotations(series, 1)).as("the newest").containsExactly(own);
        assertThat(history.annotations(series(TrackedMetric.SIZE_RATIO).id(), 10))
                .containsExactly(all);
        assertThat(history.deleteAnnotation(own.id())).contains(own);
        assertThat(history.deleteAnnotation(own.id())).isEmpty();
    }

    /** An agent of a newer version may have written it. */
    @Test
    void measurementThatOnlyANewerProgramReadsWaits() {
        Measurement measurement = measure(0.5);
        jdbi.useHandle(handle -> handle.execute("UPDATE history_pending SET version = version + 1"));
        assertThat(intake.take(MOST)).isZero();
        jdbi.useHandle(handle -> handle.execute("UPDATE history_pending SET version = version - 1"));
        assertThat(intake.take(MOST)).isEqualTo(1);
        assertThat(history.measured(measurement.id())).isPresent();
    }

    @Test
    void measurementThatNobodyReadsKeepsNoOtherBack() {
        Measurement broken = measure(0.5);
        Measurement sound = measure(0.5);
        jdbi.useHandle(handle ->
                handle.execute("UPDATE measurement SET accuracy = '{\"samples\": 0}' WHERE id = ?", broken.id()));
        assertThat(intake.take(MOST)).isEqualTo(2);
        assertThat(intake.take(MOST)).as("it waits").isZero();
        assertThat(history.measured(sound.id())).isPresent();
        assertThat(history.measured(broken.id())).isEmpty();
    }

    /** As a time of 0, which has no logarithm. */
    @Test
    void measurementWhoseValuesAreNoneKeepsNoOtherBack() {
        Measurement broken = measure(0.5);
        Measurement sound = measure(0.5);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE measurement SET latency = jsonb_set(latency, '{variant,p50Millis}', '0') WHERE id = ?",
                broken.id()));
        assertThat(intake.take(MOST)).isEqualTo(2);
        assertThat(intake.take(MOST)).as("it waits").isZero();
        assertThat(history.measured(sound.id())).isPresent();
        assertThat(history.measured(broken.id())).isEmpty();
    }

    /** Whoever waits for it while holding others keeps a run from being deleted that waits for one of those. */
    @Test
    void measurementThatIsBeingDeletedIsNotWaitedFor() {
        Measurement doomed = measure(0.5);
        Measurement sound = measure(0.5);
        Scopes.ofServices(callers).useTransaction(handle -> {
            handle.execute("DELETE FROM history_pending WHERE measurement_id = ?", doomed.id());
            assertThat(intake.take(MOST)).isEqualTo(1);
        });
        assertThat(history.measured(doomed.id())).isEmpty();
        assertThat(history.measured(sound.id())).isPresent();
    }

    /** Returns when the first of them was taken. */
    private Instant nights(int count, double ratio) {
        Instant first = night;
        for (int i = 0; i < count; i++) {
            measure(ratio * Math.exp(0.005 * random.nextGaussian()));
        }
        intake.take(MOST);
        return first;
    }

    private Measurement measure(double ratio) {
        Run run = Samples.submit(jdbi);
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        Job benchmark = jobs.ofRun(run.id()).getLast();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        Measurement sample =
                Samples.measurement(benchmark, Samples.latency(run.id().getLeastSignificantBits(), 6, 1, ratio));
        Measurement measurement = new Measurement(
                sample.id(),
                sample.runId(),
                sample.jobId(),
                sample.variantId(),
                sample.device(),
                sample.accuracy(),
                sample.latency(),
                night);
        night = night.plus(NIGHT);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", measurement))
                .isTrue();
        return measurement;
    }

    private Series series(TrackedMetric metric) {
        return history.newest(filter("digits", metric), 1).getFirst();
    }

    private static SeriesFilter filter(String family, TrackedMetric metric) {
        return new SeriesFilter(
                Optional.of(family),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(metric),
                Optional.empty());
    }

    /** With the fingerprint that the samples have. */
    private static Node node() {
        return new Node(
                "node-1",
                "a processor",
                List.of("x86-vnni"),
                "f".repeat(64),
                Map.of("cores", "2"),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
