package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.history.ChangeReview;
import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Histories of what was measured, which {@link HistoryIntake} writes, and what people say of them. Series of metrics that only
 * a newer program knows are left out.
 */
public final class HistoryStore {
    private static final TypeReference<TreeMap<String, String>> CONTENT = new TypeReference<>() {};

    private final Scopes scopes;

    public HistoryStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    public Page<Series> list(SeriesFilter filter, Optional<Cursor> after, int size) {
        Conditions conditions = known(filter).beyond(after, "id", RunStore::uuid);
        List<Series> rows = scopes.withHandle(handle -> conditions
                .bind(handle.createQuery("SELECT * FROM series" + conditions.where()
                        + " ORDER BY created_at DESC, id DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(HistoryRows::series)
                .list());
        return Page.of(
                rows, size, series -> new Cursor(series.createdAt(), series.id().toString()));
    }

    /** All that the filter lets through, by name; at most so many. */
    public List<Series> newest(SeriesFilter filter, int most) {
        Conditions conditions = known(filter);
        return scopes.withHandle(handle -> conditions
                .bind(handle.createQuery("SELECT * FROM series" + conditions.where()
                        + " ORDER BY family, recipe, device_class, scenario, metric LIMIT :limit"))
                .bind("limit", most)
                .map(HistoryRows::series)
                .list());
    }

    /** What was measured last, by name; of at most so many recipes for families on device classes in scenarios. */
    public List<NewestValues> matrix(SeriesFilter filter, int most) {
        Conditions conditions = known(filter);
        return scopes.withHandle(handle -> conditions
                .bind(handle.createQuery(
                        "SELECT " + NewestValues.COLUMNS + "FROM (SELECT * FROM series" + conditions.where() + """
                         AND last_at IS NOT NULL
                            ORDER BY family, recipe, device_class, scenario, metric
                        ) AS by_name
                        GROUP BY family, recipe, device_class, scenario
                        ORDER BY family, recipe, device_class, scenario
                        LIMIT :limit
                        """))
                .bind("limit", most)
                .map(NewestValues::of)
                .list());
    }

    /** Those whose values differ most from measurement to measurement, for as long as nothing changes. */
    public List<Series> noisiest(SeriesFilter filter, int most) {
        Conditions conditions = known(filter);
        return scopes.withHandle(handle -> conditions
                .bind(handle.createQuery("SELECT * FROM series" + conditions.where()
                        + " AND deviation IS NOT NULL ORDER BY deviation DESC, id LIMIT :limit"))
                .bind("limit", most)
                .map(HistoryRows::series)
                .list());
    }

    private static Conditions known(SeriesFilter filter) {
        return filter.conditions()
                .and(
                        "metric = ANY (:known)",
                        "known",
                        Arrays.stream(TrackedMetric.values())
                                .map(TrackedMetric::name)
                                .toArray(String[]::new));
    }

    public Optional<Series> find(UUID id) {
        Conditions conditions = known(SeriesFilter.ALL).and("id = :id", "id", id);
        return scopes.withHandle(handle -> conditions
                .bind(handle.createQuery("SELECT * FROM series" + conditions.where()))
                .map(HistoryRows::series)
                .findOne());
    }

    /** The newest values before that moment, in order of time. */
    public List<SeriesPoint> points(Series series, Optional<Instant> before, int most) {
        Conditions conditions = Conditions.of("series_id = :series", "series", series.id())
                .and("at < CAST(:before AS timestamptz)", "before", before);
        return scopes.withHandle(handle -> conditions
                        .bind(handle.createQuery("""
                                SELECT measured.*, point.key_id, point.value, point.low, point.high
                                FROM (
                                    SELECT * FROM series_point
                                """ + conditions.where() + """
                                     ORDER BY at DESC, measurement_id DESC
                                    LIMIT :limit) AS point
                                JOIN measured ON measured.measurement_id = point.measurement_id
                                ORDER BY point.at DESC, point.measurement_id DESC
                                """))
                        .bind("limit", most)
                        .map((row, context) -> point(row, context, series.name().metric()))
                        .list())
                .reversed();
    }

    private static SeriesPoint point(ResultSet row, StatementContext context, TrackedMetric metric)
            throws SQLException {
        Measured measured = HistoryRows.measured(row, context);
        return new SeriesPoint(
                measured.at(),
                measured.measurementId(),
                row.getLong("key_id"),
                HistoryRows.figure(row, metric, ""),
                measured);
    }

    /** All that were found and not taken back, in order of time. */
    public List<ChangePoint> changes(UUID series) {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM change_point WHERE series_id = :series ORDER BY at, id")
                        .bind("series", series)
                        .map(HistoryRows::change)
                        .list());
    }

    /** The newest of those of the series and those of all, in order of the time that they speak of. */
    public List<Annotation> annotations(UUID series, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                                SELECT * FROM annotation
                                WHERE project_id = current_project() AND (series_id = :series OR series_id IS NULL)
                                ORDER BY at DESC, id DESC
                                LIMIT :most
                                """)
                        .bind("series", series)
                        .bind("most", most)
                        .map(HistoryRows::annotation)
                        .list())
                .reversed();
    }

    /**
     * Adds what a person has to say. Empty where there is no such series.
     *
     * @param series empty for all of the project
     */
    public Optional<Annotation> annotate(Optional<UUID> series, Instant at, String text, Optional<String> author) {
        return scopes.inTransaction(handle -> {
            if (series.isPresent() && !exists(handle, series.get())) {
                return Optional.empty();
            }
            return handle.createQuery("""
                            INSERT INTO annotation (id, series_id, at, text, author)
                            VALUES (:id, :series, CAST(:at AS timestamptz), :text, :author)
                            RETURNING *
                            """)
                    .bind("id", OrderedId.next())
                    .bind("series", series)
                    .bind("at", at)
                    .bind("text", text)
                    .bind("author", author)
                    .map(HistoryRows::annotation)
                    .findOne();
        });
    }

    /** What was written, which is there no more; empty where nothing was. */
    public Optional<Annotation> deleteAnnotation(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery(
                        "DELETE FROM annotation WHERE id = :id AND project_id = current_project() RETURNING *")
                .bind("id", id)
                .map(HistoryRows::annotation)
                .findOne());
    }

    private static boolean exists(Handle handle, UUID series) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT FROM series WHERE id = :id AND project_id = current_project())")
                .bind("id", series)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * The change with what a person says of it, and the series looked through once more; empty where the series has no such
     * change.
     */
    public Optional<ChangePoint> decide(
            Series series, UUID change, ChangeReview.Decision decision, Optional<String> by, Optional<String> reason) {
        return scopes.inTransaction(handle -> {
            // What is measured meanwhile waits, and is then looked at with what is decided here.
            handle.createQuery("SELECT id FROM series WHERE id = :id FOR UPDATE")
                    .bind("id", series.id())
                    .mapTo(UUID.class)
                    .list();
            Optional<ChangePoint> decided = handle.createQuery("""
                            UPDATE change_point SET
                                state = :state, decided_at = clock_timestamp(), decided_by = :by, reason = :reason
                            WHERE id = :id AND series_id = :series AND project_id = current_project()
                            RETURNING *
                            """)
                    .bind("id", change)
                    .bind("series", series.id())
                    .bind("state", decision.name())
                    .bind("by", by)
                    .bind("reason", reason)
                    .map(HistoryRows::change)
                    .findOne();
            decided.ifPresent(found ->
                    SeriesReview.write(handle, series.id(), series.name().metric(), List.of(found.keyId())));
            return decided;
        });
    }

    /** What was measured; empty where no such measurement is in a history. */
    public Optional<Measured> measured(UUID measurement) {
        return scopes.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM measured WHERE measurement_id = :id AND project_id = current_project()")
                .bind("id", measurement)
                .map(HistoryRows::measured)
                .findOne());
    }

    /** Its values, but for those of other scenarios, each with what it was measured under and how steady its series is. */
    public List<Value> values(UUID measurement) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT series.metric, series.deviation, point.value, point.low, point.high, comparison_key.content
                        FROM series_point AS point
                        JOIN measured ON measured.measurement_id = point.measurement_id
                        JOIN series ON series.id = point.series_id AND series.scenario = measured.scenario
                        JOIN comparison_key ON comparison_key.id = point.key_id
                        WHERE point.measurement_id = :id AND series.metric = ANY (:known)
                        ORDER BY series.metric
                        """)
                .bind("id", measurement)
                .bind(
                        "known",
                        Arrays.stream(TrackedMetric.values())
                                .map(TrackedMetric::name)
                                .toArray(String[]::new))
                .map(HistoryStore::value)
                .list());
    }

    private static Value value(ResultSet row, StatementContext context) throws SQLException {
        TrackedMetric metric = TrackedMetric.valueOf(row.getString("metric"));
        Optional<Double> deviation = HistoryRows.number(row, "deviation");
        return new Value(
                HistoryRows.figure(row, metric, ""),
                new ComparisonKey(Json.read(row.getString("content"), CONTENT)),
                deviation);
    }

    /** What values were measured under, by its id. */
    public Optional<ComparisonKey> key(long id) {
        return scopes.withHandle(handle -> handle.createQuery(
                        "SELECT content FROM comparison_key WHERE id = :id AND project_id = current_project()")
                .bind("id", id)
                .map((row, _) -> new ComparisonKey(Json.read(row.getString("content"), CONTENT)))
                .findOne());
    }

    /**
     * A value of a measurement.
     *
     * @param deviation of its series from measurement to measurement, on the metric's scale; empty while that is not known
     */
    public record Value(Figure figure, ComparisonKey key, Optional<Double> deviation) {}
}
