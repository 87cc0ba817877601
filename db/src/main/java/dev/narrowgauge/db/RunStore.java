package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.MoreForks;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.JobEvent;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Runs, from the call that asks for one to its verdict. Every method is one transaction. */
public final class RunStore {
    /** Greater than the id of any run. */
    private static final UUID BEYOND_ALL = new UUID(-1, -1);

    /** Less than the id of any run. */
    static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Scopes scopes;
    private final RunSubmissions submissions;

    public RunStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.submissions = new RunSubmissions(jdbi);
    }

    /** @param replayed the key had been used for the same request before: this is the run of that time */
    public record Submission(Run run, boolean replayed) {}

    /**
     * Writes the run, a quantize job per recipe, their dispatch messages and the key. Nobody is told of the run's events, as nobody
     * knows of it before this returns. Fails with {@link ErrorCode#IDEMPOTENCY_KEY_REUSED} when the key came with another
     * request before, with {@link ErrorCode#NOT_FOUND} when there is no such model or dataset, and with {@link
     * ErrorCode#QUEUE_FULL} or {@link ErrorCode#QUOTA_REACHED} when the project has no room for a run that was not there before.
     */
    public Submission submit(RunRequest request, Optional<IdempotencyKey> key, Submitter by) {
        return submissions.submit(request, key, by);
    }

    /** The same, of nobody. */
    public Submission submit(RunRequest request, Optional<IdempotencyKey> key) {
        return submit(request, key, Submitter.NOBODY);
    }

    /**
     * The run that was submitted with this key. Fails with {@link ErrorCode#IDEMPOTENCY_KEY_REUSED} when the key came with
     * another request.
     */
    public Optional<Run> earlier(IdempotencyKey key) {
        return submissions.earlier(key);
    }

    public Optional<Run> find(UUID id) {
        return scopes.withHandle(handle -> RunRows.find(handle, id));
    }

    /** Where the run stands, without reading what it asks for; empty when there is no such run. */
    public Optional<RunState> state(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery("SELECT " + RunRows.STATE + " FROM run WHERE id = :id")
                .bind("id", id)
                .mapTo(RunState.class)
                .findOne());
    }

    /** Empty until the run is done. Fails with {@link ErrorCode#DOCUMENT_TOO_NEW} where a newer program has decided it. */
    public Optional<VerdictDocument> verdict(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT verdict, CAST(verdict ->> 'schemaVersion' AS integer) AS version FROM run
                        WHERE id = :id AND verdict IS NOT NULL
                        """)
                .bind("id", id)
                .map(RunStore::readVerdict)
                .findOne());
    }

    /** How many verdicts on the model of the run its evaluation samples have given before, at most so many. */
    public long earlierVerdicts(UUID runId, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM (
                            SELECT 1 FROM run AS earlier
                            JOIN run AS judged ON judged.id = :id
                                AND earlier.evaluation_dataset_id = judged.evaluation_dataset_id
                                AND earlier.model_id = judged.model_id
                                AND earlier.project_id = judged.project_id
                            WHERE earlier.id <> judged.id AND earlier.verdict IS NOT NULL
                            LIMIT :most) AS counted
                        """)
                .bind("id", runId)
                .bind("most", most)
                .mapTo(Long.class)
                .one());
    }

    /** The verdict of another run of the same project, also of one that was deleted; empty where there is none. */
    public Optional<VerdictDocument> verdictBeside(UUID id, UUID other) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT verdict, CAST(verdict ->> 'schemaVersion' AS integer) AS version
                        FROM (
                            SELECT project_id, verdict FROM run WHERE id = :other
                            UNION ALL
                            SELECT project_id, verdict FROM deleted_run WHERE id = :other) AS known
                        WHERE verdict IS NOT NULL AND project_id = (SELECT project_id FROM run WHERE id = :id)
                        """)
                .bind("id", id)
                .bind("other", other)
                .map(RunStore::readVerdict)
                .findOne());
    }

    /**
     * What was decided last about a model of the same name as the run's by the same policy; empty where nothing was, or only a newer
     * program could read it. Looked for among the thousand runs that the project filed before: a name that nobody used lately has
     * none.
     */
    public Optional<EarlierVerdict> previousVerdict(UUID id) {
        return scopes.withHandle(handle -> EarlierVerdict.find(handle, id));
    }

    /**
     * Runs that have a verdict, in the order of their ids; some of many.
     *
     * @param after the last of the part before; empty for the first part
     */
    public List<UUID> decided(Optional<UUID> after, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM run WHERE verdict IS NOT NULL AND id > :after ORDER BY id LIMIT :most
                        """)
                .bind("after", after.orElse(BEFORE_ALL))
                .bind("most", most)
                .mapTo(UUID.class)
                .list());
    }

    static VerdictDocument readVerdict(ResultSet row, StatementContext context) throws SQLException {
        Documents.requireKnown("verdict", row.getInt("version"), VerdictDocument.SCHEMA_VERSION);
        return Json.read(row.getString("verdict"), VerdictDocument.class);
    }

    public Page<Run> list(RunFilter filter, Optional<Cursor> after, int size) {
        Conditions conditions = filter.conditions().beyond(after, "id", RunStore::uuid);
        List<Run> rows = scopes.withHandle(handle -> conditions
                .bind(handle.createQuery(
                        RunRows.SELECT + conditions.where() + " ORDER BY created_at DESC, id DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(RunRows::map)
                .list());
        return Page.of(rows, size, run -> new Cursor(run.createdAt(), run.id().toString()));
    }

    static UUID uuid(Cursor cursor) {
        try {
            return UUID.fromString(cursor.id());
        } catch (IllegalArgumentException e) {
            throw Cursor.invalid(cursor.encode());
        }
    }

    /** Ends the run and all its jobs, queued and running. False when there is no such run or it has ended. */
    public boolean cancel(UUID runId) {
        return scopes.inTransaction(handle -> {
            if (!RunRows.lockIfRunning(handle, runId)) {
                return false;
            }
            List<UUID> jobs = handle.createQuery(
                            "SELECT id FROM job WHERE run_id = :runId AND state IN ('QUEUED', 'RUNNING') ORDER BY id")
                    .bind("runId", runId)
                    .mapTo(UUID.class)
                    .list();
            jobs.forEach(job -> JobTransitions.apply(handle, job, new JobEvent.Cancel()));
            RunRows.end(handle, runId, RunState.CANCELLED, Optional.empty());
            announce(handle, runId, RunState.CANCELLED, Map.of());
            return true;
        });
    }

    /**
     * A part of the running runs.
     *
     * @param runs those all of whose jobs have ended: the gate may decide them
     * @param last the last that was looked at; empty where none comes after it
     */
    public record Undecided(List<UUID> runs, Optional<UUID> last) {}

    /**
     * Looks at running runs in the order of their ids, so that one which cannot be decided is passed by. The greatest comes
     * first: a run that is filed meanwhile has a greater one and waits for the next round, so that each round ends however
     * many are filed. The jobs of each are looked up: any plan for all of them at once reads every job that waits.
     *
     * @param after the last of the part before; empty for the first part
     * @param most how many to look at
     */
    public Undecided undecided(Optional<UUID> after, int most) {
        record Looked(UUID id, boolean ended) {}
        List<Looked> part = scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id, (
                            SELECT true FROM job
                            WHERE job.run_id = part.id AND job.state IN ('QUEUED', 'RUNNING')
                            LIMIT 1) IS NULL AS ended
                        FROM (
                            SELECT id FROM run
                            WHERE state = 'RUNNING' AND id < :last
                            ORDER BY id DESC
                            LIMIT :most) AS part
                        ORDER BY id DESC
                        """)
                .bind("last", after.orElse(BEYOND_ALL))
                .bind("most", most)
                .map((row, _) -> new Looked(Columns.uuid(row, "id"), row.getBoolean("ended")))
                .list());
        return new Undecided(
                part.stream().filter(Looked::ended).map(Looked::id).toList(),
                part.size() < most
                        ? Optional.empty()
                        : Optional.of(part.getLast().id()));
    }

    /** Those of the runs that the gate may decide. */
    public List<UUID> undecided(Set<UUID> of) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM run
                        WHERE id = ANY(:ids) AND state = 'RUNNING'
                            AND NOT EXISTS (
                                SELECT FROM job WHERE job.run_id = run.id AND job.state IN ('QUEUED', 'RUNNING'))
                        ORDER BY id
                        """)
                .bind("ids", of.toArray(UUID[]::new))
                .mapTo(UUID.class)
                .list());
    }

    /** The same of a run that nobody extends, by a service that does not say by which address it is called. */
    public boolean decide(UUID runId, VerdictDocument verdict, VerdictProof proof) {
        return decide(runId, verdict, proof, "");
    }

    /** The same of a run that nobody extends. */
    public boolean decide(UUID runId, VerdictDocument verdict, VerdictProof proof, String address) {
        return scopes.inTransaction(handle -> end(handle, runId, verdict, proof, address));
    }

    /**
     * Ends the run with its verdict, keeps the proof, and files what the webhooks of its project are to be told. False when it has
     * ended already, or a job of it has not.
     *
     * @param jobs how many it had when the verdict was made: where it was extended since, that is of yesterday
     * @param address of the service, for links; without a slash at its end
     */
    public boolean decide(UUID runId, int jobs, VerdictDocument verdict, VerdictProof proof, String address) {
        return scopes.inTransaction(
                handle -> RunExtensions.hasJobs(handle, runId, jobs) && end(handle, runId, verdict, proof, address));
    }

    private static boolean end(Handle handle, UUID runId, VerdictDocument verdict, VerdictProof proof, String address) {
        if (!RunRows.lockIfRunning(handle, runId) || RunRows.hasOpenJobs(handle, runId)) {
            return false;
        }
        RunRows.end(handle, runId, RunState.DONE, Optional.of(verdict));
        VerdictStore.insert(handle, runId, verdict.decidedAt(), proof);
        VerdictNotices.file(handle, runId, verdict, address);
        announce(
                handle,
                runId,
                RunState.DONE,
                Map.of("verdict", verdict.verdict().name()));
        return true;
    }

    /**
     * Files further benchmark jobs of a run instead of its verdict, and tells of it. False as with {@link #decide(UUID, int,
     * VerdictDocument, VerdictProof, String)}, and where it was extended since.
     *
     * @param jobs how many it had when that was found to be needed
     */
    public boolean extend(UUID runId, int jobs, List<MoreForks> more) {
        return scopes.inTransaction(handle -> RunExtensions.extend(handle, runId, jobs, more));
    }

    static void announce(Handle handle, UUID runId, RunState state, Map<String, Object> more) {
        EventStore.append(handle, runId, EventStore.RUN_STATE, Optional.empty(), event(state, more));
    }

    /** What a run's event says of it. */
    static Map<String, Object> event(RunState state, Map<String, Object> more) {
        Map<String, Object> data = new LinkedHashMap<>(more);
        data.put("state", state.name());
        return data;
    }
}
