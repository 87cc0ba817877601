package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Rows of the run table, inside the caller's transaction. The column says RUNNING until the run ends; whether a run still
 * waits stands in its jobs.
 */
final class RunRows {
    /** As people see it. */
    static final String STATE = """
            CASE WHEN state = 'RUNNING' AND NOT EXISTS (
                     SELECT FROM job WHERE job.run_id = run.id AND job.started_at IS NOT NULL)
                 THEN 'QUEUED' ELSE state END AS state
            """;

    /** Runs as {@link #map} reads them. Without the verdict's document. */
    static final String SELECT = "SELECT * FROM (SELECT " + STATE + """
                , id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes, device_classes, policy,
                tags, commit_id, verdict_word, created_at, ended_at
            FROM run) AS run
            """;

    /** A run with its jobs. Goes on after a common table expression {@code filed}, which has the time ({@code at}). */
    private static final String FILE = """
            , numbered AS (
                INSERT INTO run
                    (id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes, device_classes,
                     policy, max_wait, tags, commit_id, state, last_sequence, created_at)
                SELECT
                    :runId, :name, :model, :calibration, :evaluation, CAST(:recipes AS jsonb),
                    CAST(:classes AS text[]), CAST(:policy AS jsonb), make_interval(secs => :maxWait),
                    CAST(:tags AS text[]), CAST(:commit AS text), 'RUNNING', 1 + :count, at
                FROM filed
                RETURNING created_at AS at, 1 AS sequence_before
            ), run_event AS (
                INSERT INTO job_event (run_id, sequence, at, type, data)
                SELECT :runId, 1, at, :runState, CAST(:event AS jsonb) FROM numbered
            )
            """ + NewJobs.INSERTS + "SELECT at FROM numbered";

    /** Adds nothing where the key is another run's. Waits for a submission with the same key to end. */
    private static final String FILE_WITH_KEY = """
            WITH filed AS (
                INSERT INTO idempotency (key, request_hash, run_id, created_at)
                VALUES (:key, :hash, :runId, clock_timestamp())
                ON CONFLICT (key) DO UPDATE SET
                    request_hash = excluded.request_hash, run_id = excluded.run_id, created_at = excluded.created_at
                WHERE idempotency.created_at < excluded.created_at - interval '7 days'
                RETURNING created_at AS at
            )
            """ + FILE;

    private static final String FILE_WITHOUT_KEY = "WITH filed AS (SELECT clock_timestamp() AS at)" + FILE;

    private RunRows() {}

    static Optional<Run> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(RunRows::map)
                .findOne();
    }

    /**
     * Adds a run with its jobs and the key, by one statement. Returns when the run was filed; empty, and nothing was added,
     * where the key is another run's.
     */
    static Optional<Instant> file(Handle handle, RunRequest request, NewJobs jobs, Optional<IdempotencyKey> key) {
        Query query = handle.createQuery(key.isPresent() ? FILE_WITH_KEY : FILE_WITHOUT_KEY);
        key.ifPresent(taken -> query.bind("key", taken.key()).bind("hash", taken.requestHash()));
        return jobs.bind(query)
                .bind("name", request.name())
                .bind("model", request.modelId())
                .bind("calibration", request.calibrationDatasetId())
                .bind("evaluation", request.evaluationDatasetId())
                .bind("recipes", Documents.write(request.recipes()))
                .bind("classes", request.deviceClasses().toArray(String[]::new))
                .bind("policy", Documents.write(request.policy()))
                .bind("maxWait", (double) request.policy().value().maxWait().toSeconds())
                .bind("tags", request.tags().toArray(String[]::new))
                .bind("commit", request.commit())
                .bind("runState", EventStore.RUN_STATE)
                .bind("event", EventStore.document(Optional.empty(), RunStore.event(RunState.QUEUED, Map.of())))
                .map((row, _) -> Columns.instant(row, "at"))
                .findOne();
    }

    static boolean lockIfRunning(Handle handle, UUID id) {
        return handle.createQuery("SELECT state FROM run WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .filter(RunState.RUNNING.name()::equals)
                .isPresent();
    }

    /** Whether somebody has ever taken a job of the run. */
    static boolean hasStarted(Handle handle, UUID id) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM job WHERE run_id = :id AND started_at IS NOT NULL)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    static boolean hasOpenJobs(Handle handle, UUID id) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT FROM job WHERE run_id = :id AND state IN ('QUEUED', 'RUNNING'))")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    static void end(Handle handle, UUID id, RunState state, Optional<VerdictDocument> verdict) {
        handle.createUpdate("""
                        UPDATE run SET
                            state = :state, verdict = CAST(:verdict AS jsonb), ended_at = clock_timestamp()
                        WHERE id = :id
                        """)
                .bind("state", state.name())
                .bind("verdict", verdict.map(Json::write))
                .bind("id", id)
                .execute();
    }

    static Run map(ResultSet row, StatementContext context) throws SQLException {
        RunRequest request = new RunRequest(
                row.getString("name"),
                row.getString("model_id"),
                row.getString("calibration_dataset_id"),
                row.getString("evaluation_dataset_id"),
                Documents.readRecipes(row.getString("recipes")),
                Columns.texts(row, "device_classes"),
                Documents.readPolicy(row.getString("policy")),
                Columns.texts(row, "tags"),
                Optional.ofNullable(row.getString("commit_id")));
        return new Run(
                Columns.uuid(row, "id"),
                request,
                RunState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("verdict_word")).map(Verdict::valueOf),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
