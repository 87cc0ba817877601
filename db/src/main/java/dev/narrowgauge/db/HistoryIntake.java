package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.Figures;
import dev.narrowgauge.domain.history.SeriesName;
import dev.narrowgauge.domain.history.TrackedMetric;
import dev.narrowgauge.domain.variant.Measurement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Takes measurements into the histories of their projects, whichever program wrote them and when. Each is taken once; one
 * that only a newer program can read waits for it.
 */
public final class HistoryIntake {
    private static final Logger LOG = System.getLogger(HistoryIntake.class.getName());
    private static final TypeReference<Map<String, String>> PROFILE = new TypeReference<>() {};

    private final Scopes scopes;

    public HistoryIntake(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /**
     * A measurement with what belongs to it.
     *
     * @param measurement empty where it cannot be read
     */
    private record Pending(
            UUID id,
            UUID project,
            Optional<Measurement> measurement,
            long sizeBytes,
            long baselineBytes,
            String family,
            String modelId,
            String recipe,
            String recipeSha256,
            Optional<String> commit,
            String datasetId,
            Map<String, String> profile) {}

    /** New values of a series. */
    private record Touched(TrackedMetric metric, List<Long> keys) {}

    /** Takes the oldest, and returns how many; 0 where there is none, or another process is at it. */
    public int take(int most) {
        return scopes.inTransaction(handle -> {
            if (!isAlone(handle)) {
                return 0;
            }
            List<Pending> all = pending(handle, most);
            Map<UUID, Touched> touched = new LinkedHashMap<>();
            all.forEach(pending -> pending.measurement()
                    .ifPresentOrElse(
                            measurement -> take(handle, pending, measurement, touched),
                            () -> postpone(handle, pending)));
            touched.forEach((series, values) -> SeriesReview.write(handle, series, values.metric(), values.keys()));
            return all.size();
        });
    }

    private static boolean isAlone(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('narrowgauge history'))")
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * But for those that somebody is deleting with their run or their project: of two who hold what the other waits for one would
     * fail.
     */
    private static List<Pending> pending(Handle handle, int most) {
        return handle.createQuery("""
                        SELECT
                            measurement.*, run.model_id, run.evaluation_dataset_id, run.commit_id, model.name AS family,
                            model.size_bytes AS baseline_bytes, variant.size_bytes,
                            coalesce(variant.recipe ->> 'name', '') AS recipe_name,
                            coalesce(variant.provenance ->> 'recipeSha256', '') AS recipe_sha256, environment.profile
                        FROM history_pending
                        JOIN measurement ON measurement.id = history_pending.measurement_id
                        JOIN variant ON variant.id = measurement.variant_id
                        JOIN run ON run.id = measurement.run_id
                        JOIN model ON model.project_id = run.project_id AND model.sha256 = run.model_id
                        JOIN project ON project.id = measurement.project_id
                        LEFT JOIN environment ON environment.fingerprint = measurement.device ->> 'fingerprint'
                        WHERE history_pending.not_before <= clock_timestamp() AND history_pending.version <= :version
                        ORDER BY history_pending.not_before, measurement.id
                        LIMIT :most
                        FOR UPDATE OF history_pending SKIP LOCKED
                        FOR KEY SHARE OF project SKIP LOCKED
                        """)
                .bind("version", Measurement.VERSION)
                .bind("most", most)
                .map(HistoryIntake::map)
                .list();
    }

    private static void take(Handle handle, Pending pending, Measurement measurement, Map<UUID, Touched> touched) {
        addMeasured(handle, pending, measurement);
        List<Figure> paired = Figures.of(measurement, pending.sizeBytes(), pending.baselineBytes());
        addFigures(handle, pending, measurement, SeriesName.SINGLE_STREAM, paired, touched);
        Figures.ofScenarios(measurement)
                .forEach((scenario, figures) -> addFigures(handle, pending, measurement, scenario, figures, touched));
        handle.createUpdate("DELETE FROM history_pending WHERE measurement_id = :id")
                .bind("id", pending.id())
                .execute();
    }

    private static void addFigures(
            Handle handle,
            Pending pending,
            Measurement measurement,
            String scenario,
            List<Figure> figures,
            Map<UUID, Touched> touched) {
        ComparisonKey key = ComparisonKey.of(
                pending.profile(), measurement.device(), measurement.latency(), pending.datasetId(), scenario);
        for (Figure figure : figures) {
            long keyId = keyId(handle, pending.project(), key.of(figure.metric()));
            UUID series = seriesId(handle, pending, measurement, scenario, figure.metric());
            if (addPoint(handle, series, measurement, keyId, figure)) {
                touched.computeIfAbsent(series, _ -> new Touched(figure.metric(), new ArrayList<>()))
                        .keys()
                        .add(keyId);
            }
        }
    }

    private static void postpone(Handle handle, Pending pending) {
        handle.createUpdate("""
                        UPDATE history_pending SET not_before = clock_timestamp() + make_interval(hours => 1)
                        WHERE measurement_id = :id
                        """).bind("id", pending.id()).execute();
    }

    private static void addMeasured(Handle handle, Pending pending, Measurement measurement) {
        handle.createUpdate("""
                        INSERT INTO measured
                            (measurement_id, project_id, run_id, variant_id, model_id, family, recipe, recipe_sha256,
                             device_class, scenario, node, commit_id, at)
                        VALUES
                            (:id, :project, :run, :variant, :model, :family, :recipe, :recipeSha256, :deviceClass,
                             :scenario, :node, :commit, CAST(:at AS timestamptz))
                        ON CONFLICT DO NOTHING
                        """)
                .bind("id", pending.id())
                .bind("project", pending.project())
                .bind("run", measurement.runId())
                .bind("variant", measurement.variantId())
                .bind("model", pending.modelId())
                .bind("family", pending.family())
                .bind("recipe", pending.recipe())
                .bind("recipeSha256", pending.recipeSha256())
                .bind("deviceClass", measurement.device().deviceClass())
                .bind("scenario", SeriesName.SINGLE_STREAM)
                .bind("node", measurement.device().node())
                .bind("commit", pending.commit().orElse(null))
                .bind("at", measurement.createdAt())
                .execute();
    }

    /** Of the one that is there, or is now: who takes is alone. */
    private static long keyId(Handle handle, UUID project, ComparisonKey key) {
        String sha256 = key.sha256();
        return handle.createQuery("SELECT id FROM comparison_key WHERE project_id = :project AND sha256 = :sha256")
                .bind("project", project)
                .bind("sha256", sha256)
                .mapTo(Long.class)
                .findOne()
                .orElseGet(() -> handle.createQuery("""
                                INSERT INTO comparison_key (project_id, sha256, content)
                                VALUES (:project, :sha256, CAST(:content AS jsonb))
                                RETURNING id
                                """)
                        .bind("project", project)
                        .bind("sha256", sha256)
                        .bind("content", Json.write(key.values()))
                        .mapTo(Long.class)
                        .one());
    }

    /** Locked until the transaction ends. */
    private static UUID seriesId(
            Handle handle, Pending pending, Measurement measurement, String scenario, TrackedMetric metric) {
        return handle.createQuery("""
                        INSERT INTO series (id, project_id, family, recipe, device_class, scenario, metric)
                        VALUES (:id, :project, :family, :recipe, :deviceClass, :scenario, :metric)
                        ON CONFLICT (project_id, family, recipe, device_class, scenario, metric)
                            DO UPDATE SET metric = excluded.metric
                        RETURNING id
                        """)
                .bind("id", OrderedId.next())
                .bind("project", pending.project())
                .bind("family", pending.family())
                .bind("recipe", pending.recipe())
                .bind("deviceClass", measurement.device().deviceClass())
                .bind("scenario", scenario)
                .bind("metric", metric.name())
                .mapTo(UUID.class)
                .one();
    }

    private static boolean addPoint(Handle handle, UUID series, Measurement measurement, long keyId, Figure figure) {
        int added = handle.createUpdate("""
                        INSERT INTO series_point (series_id, project_id, at, measurement_id, key_id, value, low, high)
                        SELECT id, project_id, CAST(:at AS timestamptz), :measurement, :key, :value, :low, :high
                        FROM series WHERE id = :series
                        ON CONFLICT DO NOTHING
                        """)
                .bind("series", series)
                .bind("at", measurement.createdAt())
                .bind("measurement", measurement.id())
                .bind("key", keyId)
                .bind("value", figure.value())
                .bind("low", figure.low())
                .bind("high", figure.high())
                .execute();
        if (added == 0) {
            return false;
        }
        handle.createUpdate("UPDATE series SET measurements = measurements + 1 WHERE id = :series")
                .bind("series", series)
                .execute();
        // One that was taken late is not the newest.
        handle.createUpdate("""
                        UPDATE series SET
                            last_at = CAST(:at AS timestamptz), last_measurement_id = :measurement, last_key_id = :key,
                            last_value = :value, last_low = :low, last_high = :high
                        WHERE id = :series AND (last_at IS NULL OR last_at <= CAST(:at AS timestamptz))
                        """)
                .bind("series", series)
                .bind("at", measurement.createdAt())
                .bind("measurement", measurement.id())
                .bind("key", keyId)
                .bind("value", figure.value())
                .bind("low", figure.low())
                .bind("high", figure.high())
                .execute();
        return true;
    }

    private static Pending map(ResultSet row, StatementContext context) throws SQLException {
        String profile = row.getString("profile");
        return new Pending(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                measurement(row, context),
                row.getLong("size_bytes"),
                row.getLong("baseline_bytes"),
                row.getString("family"),
                row.getString("model_id"),
                row.getString("recipe_name"),
                row.getString("recipe_sha256"),
                Optional.ofNullable(row.getString("commit_id")),
                row.getString("evaluation_dataset_id"),
                profile == null ? Map.of() : Json.read(profile, PROFILE));
    }

    /** One that is no measurement is not to keep all others from their histories. */
    private static Optional<Measurement> measurement(ResultSet row, StatementContext context) throws SQLException {
        try {
            return Optional.of(MeasurementStore.map(row, context));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the measurement " + row.getString("id") + " cannot be taken into a history", e);
            return Optional.empty();
        }
    }
}
