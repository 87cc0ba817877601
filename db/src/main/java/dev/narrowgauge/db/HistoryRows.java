package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.Cadence;
import dev.narrowgauge.domain.history.ChangeReview;
import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.Noise;
import dev.narrowgauge.domain.history.SeriesName;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of histories as records. */
final class HistoryRows {
    private static final long MILLIS = 1000;

    private HistoryRows() {}

    static Series series(ResultSet row, StatementContext context) throws SQLException {
        TrackedMetric metric = TrackedMetric.valueOf(row.getString("metric"));
        return new Series(
                Columns.uuid(row, "id"),
                new SeriesName(
                        row.getString("family"),
                        row.getString("recipe"),
                        row.getString("device_class"),
                        row.getString("scenario"),
                        metric),
                Columns.instant(row, "created_at"),
                row.getLong("measurements"),
                last(row, metric),
                number(row, "usual_gap_seconds")
                        .map(seconds -> new Cadence(Duration.ofMillis(Math.round(seconds * MILLIS)))),
                noise(row),
                row.getInt("open_changes"));
    }

    private static Optional<Series.Last> last(ResultSet row, TrackedMetric metric) throws SQLException {
        if (row.getObject("last_at") == null) {
            return Optional.empty();
        }
        return Optional.of(new Series.Last(
                Columns.instant(row, "last_at"),
                Columns.uuid(row, "last_measurement_id"),
                row.getLong("last_key_id"),
                figure(row, metric, "last_")));
    }

    private static Optional<Noise> noise(ResultSet row) throws SQLException {
        Optional<Double> deviation = number(row, "deviation");
        Optional<Double> smallestVisible = number(row, "smallest_visible");
        int values = row.getInt("steady_values");
        return deviation.flatMap(spread -> smallestVisible.map(smallest -> new Noise(values, spread, smallest)));
    }

    /** @param prefix of the three columns */
    static Figure figure(ResultSet row, TrackedMetric metric, String prefix) throws SQLException {
        return new Figure(
                metric,
                row.getDouble(prefix + "value"),
                number(row, prefix + "low").orElse(null),
                number(row, prefix + "high").orElse(null));
    }

    static Measured measured(ResultSet row, StatementContext context) throws SQLException {
        return new Measured(
                Columns.uuid(row, "measurement_id"),
                Columns.uuid(row, "run_id"),
                Columns.uuid(row, "variant_id"),
                row.getString("model_id"),
                row.getString("family"),
                row.getString("recipe"),
                row.getString("recipe_sha256"),
                row.getString("device_class"),
                row.getString("scenario"),
                row.getString("node"),
                Optional.ofNullable(row.getString("commit_id")),
                Columns.instant(row, "at"));
    }

    static ChangePoint change(ResultSet row, StatementContext context) throws SQLException {
        return new ChangePoint(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "series_id"),
                row.getLong("key_id"),
                Columns.instant(row, "at"),
                Columns.uuid(row, "measurement_id"),
                row.getDouble("mean_before"),
                row.getDouble("mean_after"),
                row.getDouble("magnitude"),
                row.getDouble("p_value"),
                Columns.instant(row, "found_at"),
                ChangeReview.Decision.valueOf(row.getString("state")),
                Columns.optionalInstant(row, "decided_at"),
                Optional.ofNullable(row.getString("decided_by")),
                Optional.ofNullable(row.getString("reason")));
    }

    static Annotation annotation(ResultSet row, StatementContext context) throws SQLException {
        return new Annotation(
                Columns.uuid(row, "id"),
                Optional.ofNullable(row.getObject("series_id", UUID.class)),
                Columns.instant(row, "at"),
                row.getString("text"),
                Optional.ofNullable(row.getString("author")),
                Columns.instant(row, "created_at"));
    }

    static Optional<Double> number(ResultSet row, String column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }
}
