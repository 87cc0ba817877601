package dev.narrowgauge.db;

import static java.util.stream.Collectors.toMap;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
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
                , id, project_id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes, device_classes, policy,
                tags, commit_id, fresh, verdict_word, created_at, ended_at
            FROM run) AS run
            """;

    /**
     * Runs with their jobs, keys and entries in the audit log. Adds nothing of a run whose key is another's, or for which its
     * project has no room; waits for a submission with the same key to end, and of a project that has a quota for any.
     */
    private static final String FILE = """
            WITH offered AS (
                SELECT * FROM unnest(
                    CAST(:runIds AS uuid[]), CAST(:names AS text[]), CAST(:models AS text[]),
                    CAST(:calibrations AS text[]), CAST(:evaluations AS text[]), CAST(:recipes AS text[]),
                    CAST(:classes AS text[]), CAST(:policies AS text[]), CAST(:maxWaits AS bigint[]),
                    CAST(:tags AS text[]), CAST(:commits AS text[]), CAST(:counts AS bigint[]),
                    CAST(:keys AS text[]), CAST(:hashes AS text[]), CAST(:projects AS uuid[]),
                    CAST(:priorities AS bigint[]), CAST(:audits AS text[]), CAST(:traces AS text[]),
                    CAST(:fresh AS boolean[]))
                    WITH ORDINALITY
                    AS offered (
                        run_id, name, model, calibration, evaluation, recipes, classes, policy, max_wait, tags, commit_id,
                        job_count, key, request_hash, project_id, priority, audit, trace_parent, fresh, nth)
            ), admission AS MATERIALIZED (
                SELECT asked.project_id, limits.room, limits.reached
                FROM (SELECT DISTINCT project_id FROM offered ORDER BY project_id) AS asked
                CROSS JOIN LATERAL filing_room(asked.project_id) AS limits
            ), given AS (
                SELECT ranked.*
                FROM (
                    SELECT *, row_number() OVER (PARTITION BY project_id ORDER BY nth) AS nth_of_project
                    FROM offered) AS ranked
                JOIN admission USING (project_id)
                WHERE admission.room IS NULL OR ranked.nth_of_project <= admission.room
            ), refused AS (
                SELECT offered.run_id, admission.reached
                FROM offered JOIN admission USING (project_id)
                WHERE NOT EXISTS (SELECT FROM given WHERE given.run_id = offered.run_id)
            ), taken AS (
                INSERT INTO idempotency (project_id, request_key, request_hash, run_id, created_at)
                SELECT project_id, key, request_hash, run_id, clock_timestamp() FROM given
                WHERE key <> ''
                ORDER BY project_id, key
                ON CONFLICT (project_id, request_key) DO UPDATE SET
                    request_hash = excluded.request_hash, run_id = excluded.run_id, created_at = excluded.created_at
                WHERE idempotency.created_at < excluded.created_at - interval '7 days'
                RETURNING run_id, created_at AS at
            ), filed AS (
                SELECT run_id, at FROM taken
                UNION ALL
                SELECT run_id, clock_timestamp() AS at FROM given WHERE key = ''
            ), numbered AS (
                INSERT INTO run
                    (id, project_id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes,
                     device_classes, policy, max_wait, tags, commit_id, fresh, priority, trace_parent, state, last_sequence,
                     created_at)
                SELECT
                    run_id, project_id, name, model, calibration, evaluation, CAST(recipes AS jsonb),
                    ARRAY(SELECT jsonb_array_elements_text(CAST(classes AS jsonb))), CAST(policy AS jsonb),
                    make_interval(secs => max_wait), ARRAY(SELECT jsonb_array_elements_text(CAST(tags AS jsonb))),
                    nullif(commit_id, ''), fresh, priority, nullif(trace_parent, ''), 'RUNNING', 1 + job_count, at
                FROM filed JOIN given USING (run_id)
                RETURNING id AS run_id, project_id, priority, trace_parent, created_at AS at, 1 AS sequence_before
            ), audited AS (
                INSERT INTO audit_pending (at, entry)
                SELECT at, CAST(audit AS json) FROM numbered JOIN given USING (run_id) WHERE audit <> ''
            ), run_event AS (
                INSERT INTO job_event (project_id, run_id, sequence, at, type, data)
                SELECT project_id, run_id, 1, at, :runState, CAST(:event AS jsonb) FROM numbered
            )
            """ + NewJobs.INSERTS + """
            SELECT run_id, at, CAST(NULL AS text) AS reached FROM numbered
            UNION ALL
            SELECT run_id, CAST(NULL AS timestamptz), reached FROM refused
            """;

    private RunRows() {}

    static Optional<Run> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(RunRows::map)
                .findOne();
    }

    /**
     * What became of runs. Those of which nothing is told have keys of other runs.
     *
     * @param at when each was filed
     * @param refused of which limit each would be beyond
     */
    record Filed(Map<UUID, Instant> at, Map<UUID, QuotaLimit> refused) {}

    /** Adds runs with their jobs and keys, by one statement, which the database refuses where two have the same new key. */
    static Filed file(Handle handle, List<NewRun> runs) {
        record Row(UUID id, Optional<Instant> at, Optional<QuotaLimit> reached) {}
        List<RunRequest> requests = runs.stream().map(NewRun::request).toList();
        List<Job> jobs = runs.stream().flatMap(run -> run.jobs().stream()).toList();
        List<Row> rows = new NewJobs(jobs)
                .bind(handle.createQuery(FILE))
                .bind("runIds", runs.stream().map(NewRun::id).toArray(UUID[]::new))
                .bind("names", Columns.texts(requests, RunRequest::name))
                .bind("models", Columns.texts(requests, RunRequest::modelId))
                .bind("calibrations", Columns.texts(requests, RunRequest::calibrationDatasetId))
                .bind("evaluations", Columns.texts(requests, RunRequest::evaluationDatasetId))
                .bind("recipes", Columns.texts(runs, NewRun::recipes))
                .bind("classes", Columns.texts(requests, request -> Json.write(request.deviceClasses())))
                .bind("policies", Columns.texts(runs, NewRun::policy))
                .bind("maxWaits", numbers(runs, RunRows::maxWaitSeconds))
                .bind("tags", Columns.texts(requests, request -> Json.write(request.tags())))
                .bind(
                        "commits",
                        Columns.texts(requests, request -> request.commit().orElse("")))
                .bind("counts", numbers(runs, run -> run.jobs().size()))
                .bind("keys", Columns.texts(runs, NewRun::keyText))
                .bind("hashes", Columns.texts(runs, NewRun::requestHash))
                .bind("projects", runs.stream().map(NewRun::project).toArray(UUID[]::new))
                .bind("priorities", numbers(runs, run -> run.by().priority().rank()))
                .bind("audits", Columns.texts(runs, NewRun::auditEntry))
                .bind("traces", Columns.texts(runs, NewRun::traceParent))
                .bind("fresh", runs.stream().map(run -> run.request().fresh()).toArray(Boolean[]::new))
                .bind("runState", EventStore.RUN_STATE)
                .bind("event", EventStore.document(Optional.empty(), RunStore.event(RunState.QUEUED, Map.of())))
                .map((row, _) -> new Row(
                        Columns.uuid(row, "run_id"),
                        Columns.optionalInstant(row, "at"),
                        Optional.ofNullable(row.getString("reached")).map(QuotaLimit::valueOf)))
                .list();
        return new Filed(
                rows.stream()
                        .filter(row -> row.at().isPresent())
                        .collect(toMap(Row::id, row -> row.at().orElseThrow())),
                rows.stream()
                        .filter(row -> row.reached().isPresent())
                        .collect(toMap(Row::id, row -> row.reached().orElseThrow())));
    }

    private static long maxWaitSeconds(NewRun run) {
        return run.request().policy().value().maxWait().toSeconds();
    }

    private static long[] numbers(List<NewRun> runs, ToLongFunction<NewRun> number) {
        return runs.stream().mapToLong(number).toArray();
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
                Optional.ofNullable(row.getString("commit_id")),
                row.getBoolean("fresh"));
        return new Run(
                Columns.uuid(row, "id"),
                request,
                RunState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("verdict_word")).map(Verdict::valueOf),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
