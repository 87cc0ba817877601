package dev.narrowgauge.api.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.narrowgauge.api.history.ParetoRow.ParetoStanding;
import dev.narrowgauge.domain.history.SeriesStanding;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestParetoRow {
    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");

    @Test
    void bestIsWhatNoOtherBeatsInEveryWay() {
        List<ParetoRow> rows = ParetoRow.of(List.of(
                row(
                        "fast",
                        0,
                        1,
                        value(TrackedMetric.LATENCY_RATIO, 0.4),
                        value(TrackedMetric.ACCURACY_DIFFERENCE, -0.01)),
                row(
                        "exact",
                        0,
                        1,
                        value(TrackedMetric.LATENCY_RATIO, 0.7),
                        value(TrackedMetric.ACCURACY_DIFFERENCE, 0)),
                row(
                        "slow",
                        0,
                        1,
                        value(TrackedMetric.LATENCY_RATIO, 1.2),
                        value(TrackedMetric.ACCURACY_DIFFERENCE, -0.01))));
        assertThat(rows)
                .extracting(ParetoRow::recipe, ParetoRow::state)
                .containsExactly(
                        tuple("fast", ParetoStanding.BEST),
                        tuple("exact", ParetoStanding.BEST),
                        tuple("slow", ParetoStanding.DOMINATED));
        assertThat(rows.getFirst().loss()).contains(0.01);
        assertThat(rows.getFirst().lossOf()).isEqualTo(TrackedMetric.ACCURACY_DIFFERENCE);
    }

    @Test
    void whatWasTimedElsewhereIsHeldAgainstNothing() {
        List<ParetoRow> rows = ParetoRow.of(List.of(
                row("old", 0, 1, value(TrackedMetric.LATENCY_RATIO, 0.1), value(TrackedMetric.FLIP_SHARE, 0)),
                row("new", 1, 2, value(TrackedMetric.LATENCY_RATIO, 0.5), value(TrackedMetric.FLIP_SHARE, 0.01)),
                row("untimed", 2, 2, value(TrackedMetric.FLIP_SHARE, 0.01))));
        assertThat(rows)
                .extracting(ParetoRow::state)
                .containsExactly(ParetoStanding.NOT_COMPARABLE, ParetoStanding.BEST, ParetoStanding.INCOMPLETE);
        assertThat(rows.getFirst().lossOf()).as("without labels").isEqualTo(TrackedMetric.FLIP_SHARE);
    }

    private record Given(TrackedMetric metric, double value) {}

    private static Given value(TrackedMetric metric, double value) {
        return new Given(metric, value);
    }

    /** A quarter of the baseline's size. */
    private static MatrixRow row(String recipe, int second, long conditions, Given... given) {
        List<MatrixRow.Value> values = new ArrayList<>();
        values.add(cell(TrackedMetric.SIZE_RATIO, 0.25, conditions));
        for (Given one : given) {
            values.add(cell(one.metric(), one.value(), conditions));
        }
        return new MatrixRow(
                "digits",
                recipe,
                "x86-vnni",
                "single-stream",
                NOW.plusSeconds(second),
                UUID.randomUUID(),
                SeriesStanding.UNCHANGED,
                values);
    }

    private static MatrixRow.Value cell(TrackedMetric metric, double value, long conditions) {
        return new MatrixRow.Value(
                metric,
                UUID.randomUUID(),
                value,
                Optional.empty(),
                Optional.empty(),
                conditions,
                SeriesStanding.UNCHANGED);
    }
}
