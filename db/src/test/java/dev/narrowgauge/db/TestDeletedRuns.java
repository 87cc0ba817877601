package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.run.DeletedRun;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is left of a run that was deleted. */
class TestDeletedRuns extends RetentionTest {
    private static final String VARIANT = "d".repeat(64);
    private static final List<String> OF_RUNS =
            List.of("run", "job", "variant", "measurement", "history_pending", "job_event", "outbox");

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
}
