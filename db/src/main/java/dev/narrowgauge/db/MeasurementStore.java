package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.WeightTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Measurements; they are written by {@link JobStore#finishBenchmark} and never change. Reading one that a newer program
 * took fails with {@code DOCUMENT_TOO_NEW}.
 */
public final class MeasurementStore {
    private final Scopes scopes;

    public MeasurementStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    public Optional<Measurement> find(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery("SELECT * FROM measurement WHERE id = :id")
                .bind("id", id)
                .map(MeasurementStore::map)
                .findOne());
    }

    /** In the order in which they were taken. */
    public List<Measurement> ofRun(UUID runId) {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM measurement WHERE run_id = :runId ORDER BY created_at, id")
                        .bind("runId", runId)
                        .map(MeasurementStore::map)
                        .list());
    }

    /**
     * Measurements of a file, of whichever run of the project that the run is of: of each version of ONNX Runtime the last one, in the order of
     * versions as texts. One that does not say its version is not there.
     */
    public List<RuntimeRun> runtimesOf(UUID runId, String sha256) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (device -> 'software' ->> 'runtime')
                            device -> 'software' ->> 'runtime' AS version, device ->> 'deviceClass' AS device_class,
                            measurement.id, measurement.run_id, measurement.created_at
                        FROM variant
                        JOIN measurement ON measurement.variant_id = variant.id
                        WHERE variant.sha256 = :sha256 AND device -> 'software' ->> 'runtime' IS NOT NULL
                            AND variant.project_id = (SELECT project_id FROM run WHERE id = :runId)
                        ORDER BY device -> 'software' ->> 'runtime', measurement.created_at DESC, measurement.id
                        """)
                .bind("runId", runId)
                .bind("sha256", sha256)
                .map((row, context) -> new RuntimeRun(
                        row.getString("version"),
                        row.getString("device_class"),
                        row.getString("id"),
                        row.getString("run_id"),
                        Columns.instant(row, "created_at").toString()))
                .list());
    }

    /** A measurement of another run of the same bytes, which a run has taken instead of measuring. */
    public record Taken(UUID variantId, String deviceClass, Measurement measurement) {}

    /** What the run has taken, in the order in which it was measured. */
    public List<Taken> takenBy(UUID runId) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT measurement.*, reused.variant_id AS reused_by, reused.device_class
                        FROM reused_measurement AS reused JOIN measurement ON measurement.id = reused.measurement_id
                        WHERE reused.run_id = :runId
                        ORDER BY measurement.created_at, measurement.id
                        """)
                .bind("runId", runId)
                .map((row, context) ->
                        new Taken(Columns.uuid(row, "reused_by"), row.getString("device_class"), map(row, context)))
                .list());
    }

    /** Why the variant of a measurement is as fast as it is, sentences; none where nobody looked. */
    public List<String> reasons(UUID id) {
        return scopes.withHandle(handle ->
                handle.createQuery("""
                        SELECT reason.text
                        FROM measurement
                        CROSS JOIN jsonb_array_elements_text(insight -> 'reasons') WITH ORDINALITY AS reason (text, place)
                        WHERE id = :id
                        ORDER BY reason.place
                        """).bind("id", id).mapTo(String.class).list());
    }

    static boolean isOfJob(Handle handle, UUID id, UUID jobId) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM measurement WHERE id = :id AND job_id = :jobId)")
                .bind("id", id)
                .bind("jobId", jobId)
                .mapTo(Boolean.class)
                .one();
    }

    static boolean isOfNode(Handle handle, UUID jobId, String node) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT FROM measurement WHERE job_id = :jobId AND device ->> 'node' = :node)")
                .bind("jobId", jobId)
                .bind("node", node)
                .mapTo(Boolean.class)
                .one();
    }

    static void insert(Handle handle, Measurement measurement) {
        handle.createUpdate("""
                        INSERT INTO measurement
                            (id, project_id, run_id, job_id, variant_id, version, device, accuracy, latency, created_at,
                             insight, scenarios, determinism, weights)
                        SELECT
                            :id, project_id, id, :jobId, :variantId, :version, CAST(:device AS jsonb),
                            CAST(:accuracy AS jsonb), CAST(:latency AS jsonb), CAST(:createdAt AS timestamptz),
                            CAST(:insight AS jsonb), CAST(:scenarios AS jsonb), CAST(:determinism AS jsonb),
                            CAST(:weights AS jsonb)
                        FROM run WHERE id = :runId
                        """)
                .bind("id", measurement.id())
                .bind("runId", measurement.runId())
                .bind("jobId", measurement.jobId())
                .bind("variantId", measurement.variantId())
                .bind("version", Measurement.VERSION)
                .bind("device", Json.write(measurement.device()))
                .bind("accuracy", Json.write(measurement.accuracy()))
                .bind("latency", Json.write(measurement.latency()))
                .bind("createdAt", measurement.createdAt())
                .bind("insight", document(measurement.insight()))
                .bind("scenarios", document(measurement.scenarios()))
                .bind("determinism", document(measurement.determinism()))
                .bind("weights", document(measurement.weights()))
                .execute();
    }

    /** Counted as this version does: the documents that are made of it are recounted by whoever verifies them. */
    private static LatencyEvidence latency(ResultSet row) throws SQLException {
        LatencyEvidence stored = Json.read(row.getString("latency"), LatencyEvidence.class);
        return row.getInt("version") < Measurement.VERSION ? stored.recounted() : stored;
    }

    private static String document(Object found) {
        return found == null ? null : Json.write(found);
    }

    private static <T> T found(ResultSet row, String column, Class<T> type) throws SQLException {
        String stored = row.getString(column);
        return stored == null ? null : Json.read(stored, type);
    }

    private static List<ScenarioResult> scenarios(ResultSet row) throws SQLException {
        String stored = row.getString("scenarios");
        return stored == null ? List.of() : Json.read(stored, new TypeReference<List<ScenarioResult>>() {});
    }

    static Measurement map(ResultSet row, StatementContext context) throws SQLException {
        Documents.requireKnown("measurement", row.getInt("version"), Measurement.VERSION);
        return new Measurement(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "run_id"),
                Columns.uuid(row, "job_id"),
                Columns.uuid(row, "variant_id"),
                Json.read(row.getString("device"), Evidence.Device.class),
                Json.read(row.getString("accuracy"), AccuracyEvidence.class),
                latency(row),
                Columns.instant(row, "created_at"),
                found(row, "insight", SpeedInsight.class),
                scenarios(row),
                found(row, "determinism", DeterminismReport.class),
                found(row, "weights", WeightTypes.class));
    }
}
