package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The newest value of each metric, of a recipe for a family of models on a device class and in a scenario.
 *
 * @param at when the newest of them was measured
 * @param measurementId the measurement of that time
 * @param values by metric, at least one
 */
public record NewestValues(
        String family,
        String recipe,
        String deviceClass,
        String scenario,
        Instant at,
        UUID measurementId,
        List<Value> values) {
    /** The columns that {@link #of} reads; for rows of {@code series} in order of their names, grouped by all but the metric. */
    static final String COLUMNS = """
            family, recipe, device_class, scenario,
            max(last_at) AS at,
            (array_agg(last_measurement_id ORDER BY last_at DESC, metric))[1] AS measurement_id,
            array_agg(metric) AS metrics,
            array_agg(id) AS ids,
            array_agg(last_key_id) AS keys,
            array_agg(last_value) AS figures,
            array_agg(last_low) AS lows,
            array_agg(last_high) AS highs,
            array_agg(open_changes) AS open_changes,
            array_agg(deviation IS NOT NULL AND smallest_visible IS NOT NULL) AS steady
            """;

    /**
     * One value.
     *
     * @param openChanges of its series, that nobody has confirmed or dismissed
     * @param steady whether the noise of its series is known
     */
    public record Value(UUID seriesId, long keyId, Figure figure, int openChanges, boolean steady) {}

    /** A row with {@link #COLUMNS}: arrays in place of a row for each value, which a matrix of thousands would mostly wait for. */
    static NewestValues of(ResultSet row, StatementContext context) throws SQLException {
        return new NewestValues(
                row.getString("family"),
                row.getString("recipe"),
                row.getString("device_class"),
                row.getString("scenario"),
                Columns.instant(row, "at"),
                Columns.uuid(row, "measurement_id"),
                values(row));
    }

    private static List<Value> values(ResultSet row) throws SQLException {
        String[] metrics = Columns.array(row, "metrics", String[].class);
        UUID[] ids = Columns.array(row, "ids", UUID[].class);
        Long[] keys = Columns.array(row, "keys", Long[].class);
        Double[] figures = Columns.array(row, "figures", Double[].class);
        Double[] lows = Columns.array(row, "lows", Double[].class);
        Double[] highs = Columns.array(row, "highs", Double[].class);
        Integer[] openChanges = Columns.array(row, "open_changes", Integer[].class);
        Boolean[] steady = Columns.array(row, "steady", Boolean[].class);
        List<Value> values = new ArrayList<>(metrics.length);
        for (int i = 0; i < metrics.length; i++) {
            Figure figure = new Figure(TrackedMetric.valueOf(metrics[i]), figures[i], lows[i], highs[i]);
            values.add(new Value(ids[i], keys[i], figure, openChanges[i], steady[i]));
        }
        return values;
    }
}
