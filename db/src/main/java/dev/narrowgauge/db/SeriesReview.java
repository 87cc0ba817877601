package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.Cadence;
import dev.narrowgauge.domain.history.Change;
import dev.narrowgauge.domain.history.ChangeReview;
import dev.narrowgauge.domain.history.ChangeSearch;
import dev.narrowgauge.domain.history.Noise;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Looks for the changes of a series once more, and writes what it finds and how steady the series is. */
final class SeriesReview {
    /** Older ones are as they are: what is searched in windows does not change far from the newest value. */
    private static final int MOST_VALUES = 2000;

    private static final double MILLIS = 1000.0;

    private final Handle handle;
    private final UUID series;
    private final TrackedMetric metric;

    private SeriesReview(Handle handle, UUID series, TrackedMetric metric) {
        this.handle = handle;
        this.series = series;
        this.metric = metric;
    }

    /** Values that may be compared, in order of time. */
    private record Stretch(long key, List<Value> values) {
        int indexOf(Instant at) {
            return (int)
                    values.stream().takeWhile(value -> value.at().isBefore(at)).count();
        }

        int indexBehind(Instant at) {
            return (int)
                    values.stream().takeWhile(value -> !value.at().isAfter(at)).count();
        }

        double[] numbers() {
            return values.stream().mapToDouble(Value::value).toArray();
        }
    }

    private record Value(Instant at, UUID measurementId, long key, double value) {}

    /**
     * In a transaction that has locked the series.
     *
     * @param keys of the values that are new, or whose changes were decided on
     */
    static void write(Handle handle, UUID series, TrackedMetric metric, List<Long> keys) {
        SeriesReview review = new SeriesReview(handle, series, metric);
        List<Value> values = review.values();
        keys.stream().distinct().forEach(key -> review.review(stretch(key, values)));
        review.summarize(values);
    }

    private static Stretch stretch(long key, List<Value> values) {
        return new Stretch(
                key, values.stream().filter(value -> value.key() == key).toList());
    }

    private void review(Stretch stretch) {
        List<ChangeReview.Known> known = known(stretch);
        ChangeReview review = ChangeReview.of(ChangeSearch.of(metric), stretch.numbers(), known);
        handle.createUpdate("DELETE FROM change_point WHERE id = ANY (:gone) AND state = 'OPEN'")
                .bind("gone", review.gone().toArray(UUID[]::new))
                .execute();
        review.changes().forEach(shown -> write(stretch, shown));
    }

    /** Those before which there are values, and after which. */
    private List<ChangeReview.Known> known(Stretch stretch) {
        return handle
                .createQuery("SELECT * FROM change_point WHERE series_id = :series AND key_id = :key ORDER BY at")
                .bind("series", series)
                .bind("key", stretch.key())
                .map((row, _) -> new ChangeReview.Known(
                        Columns.uuid(row, "id"),
                        ChangeReview.Decision.valueOf(row.getString("state")),
                        stretch.indexOf(Columns.instant(row, "at")),
                        stretch.indexOf(Columns.instant(row, "seen_from")),
                        stretch.indexBehind(Columns.instant(row, "seen_to"))))
                .list()
                .stream()
                .filter(change ->
                        change.index() > 0 && change.index() < stretch.values().size())
                .toList();
    }

    private void write(Stretch stretch, ChangeReview.Shown shown) {
        Change change = shown.change();
        Value first = stretch.values().get(change.index());
        handle.createUpdate("""
                        INSERT INTO change_point
                            (id, project_id, series_id, key_id, at, measurement_id, seen_from, seen_to, mean_before,
                             mean_after, magnitude, p_value)
                        SELECT
                            :id, project_id, id, :key, CAST(:at AS timestamptz), :measurement,
                            CAST(:seenFrom AS timestamptz), CAST(:seenTo AS timestamptz), :before, :after, :magnitude,
                            :pValue
                        FROM series WHERE id = :series
                        ON CONFLICT (id) DO UPDATE SET
                            at = excluded.at,
                            measurement_id = excluded.measurement_id,
                            seen_from = excluded.seen_from,
                            seen_to = excluded.seen_to,
                            mean_before = excluded.mean_before,
                            mean_after = excluded.mean_after,
                            magnitude = excluded.magnitude,
                            p_value = excluded.p_value
                        """)
                .bind("id", shown.id().orElseGet(OrderedId::next))
                .bind("series", series)
                .bind("key", stretch.key())
                .bind("at", first.at())
                .bind("measurement", first.measurementId())
                .bind("seenFrom", stretch.values().get(shown.seenFrom()).at())
                .bind("seenTo", stretch.values().get(shown.seenTo() - 1).at())
                .bind("before", change.before())
                .bind("after", change.after())
                .bind("magnitude", change.magnitude())
                .bind("pValue", change.pValue())
                .execute();
    }

    private void summarize(List<Value> values) {
        if (values.isEmpty()) {
            return;
        }
        Stretch newest = stretch(values.getLast().key(), values);
        Optional<Noise> noise = Noise.of(
                metric.scale(),
                newest.values().stream()
                        .skip(lastChange(newest))
                        .mapToDouble(Value::value)
                        .toArray());
        Optional<Cadence> cadence = Cadence.of(values.stream().map(Value::at).toList());
        handle.createUpdate("""
                        UPDATE series SET
                            usual_gap_seconds = :gap,
                            steady_values = :values,
                            deviation = :deviation,
                            smallest_visible = :smallestVisible,
                            open_changes = (
                                SELECT count(*) FROM change_point WHERE series_id = :series AND state = 'OPEN')
                        WHERE id = :series
                        """)
                .bind("series", series)
                .bind(
                        "gap",
                        cadence.map(usual -> usual.usual().toMillis() / MILLIS).orElse(null))
                .bind("values", noise.map(Noise::values).orElse(null))
                .bind("deviation", noise.map(Noise::deviation).orElse(null))
                .bind("smallestVisible", noise.map(Noise::smallestVisible).orElse(null))
                .execute();
    }

    /** Index of the first value after it; 0 where there is none. */
    private int lastChange(Stretch stretch) {
        return known(stretch).stream()
                .filter(change -> change.decision() != ChangeReview.Decision.DISMISSED)
                .mapToInt(ChangeReview.Known::index)
                .max()
                .orElse(0);
    }

    /** The newest, in order of time. */
    private List<Value> values() {
        return handle.createQuery("""
                        SELECT at, measurement_id, key_id, value FROM series_point
                        WHERE series_id = :series
                        ORDER BY at DESC, measurement_id DESC
                        LIMIT :most
                        """)
                .bind("series", series)
                .bind("most", MOST_VALUES)
                .map((row, _) -> new Value(
                        Columns.instant(row, "at"),
                        Columns.uuid(row, "measurement_id"),
                        row.getLong("key_id"),
                        row.getDouble("value")))
                .list()
                .reversed();
    }
}
