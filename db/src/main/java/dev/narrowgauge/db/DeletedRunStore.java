package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.run.DeletedRun;
import dev.narrowgauge.domain.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Deletes runs of a project, and knows what is left of them: the verdict, and the digests of what they were about. */
public final class DeletedRunStore {
    private static final String SELECT = """
            SELECT id, project_id, name, tags, commit_id, model_id, calibration_dataset_id, evaluation_dataset_id, state,
                verdict_word, variants, created_at, ended_at, deleted_at, by_age
            FROM deleted_run
            """;

    private final Scopes scopes;
    private final Scopes services;

    public DeletedRunStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.services = Scopes.ofServices(jdbi);
    }

    /**
     * Deletes a run that has ended, with its jobs, events, variants and measurements. Content that no row refers to any more is
     * noted as such.
     *
     * @return whether it was deleted: not where there is none, it has not ended, or a release refers to it
     */
    public boolean delete(UUID runId) {
        return delete(scopes.current().project(), runId, false);
    }

    /**
     * The same, of whichever project, for no caller.
     *
     * @param project that the run is of
     */
    public boolean deleteOld(UUID project, UUID runId) {
        return delete(project, runId, true);
    }

    /** A control goes from one project to another with it, which no tenant's transaction may do. */
    private boolean delete(UUID project, UUID runId, boolean old) {
        return services.inTransaction(handle -> handle.createQuery("SELECT delete_run(:project, :run, :old)")
                .bind("project", project)
                .bind("run", runId)
                .bind("old", old)
                .mapTo(Boolean.class)
                .one());
    }

    public Optional<DeletedRun> find(UUID runId) {
        return scopes.withHandle(handle -> handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", runId)
                .map(DeletedRunStore::map)
                .findOne());
    }

    /**
     * The verdict of a run that was deleted; empty where it had none. Fails with {@link ErrorCode#DOCUMENT_TOO_NEW} where a newer
     * program has decided it.
     */
    public Optional<VerdictDocument> verdict(UUID runId) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT verdict, CAST(verdict ->> 'schemaVersion' AS integer) AS version FROM deleted_run
                        WHERE id = :id AND verdict IS NOT NULL
                        """)
                .bind("id", runId)
                .map(RunStore::readVerdict)
                .findOne());
    }

    /** As {@link RunStore#decided}, of runs that were deleted. */
    public List<UUID> decided(Optional<UUID> after, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM deleted_run WHERE verdict IS NOT NULL AND id > :after ORDER BY id LIMIT :most
                        """)
                .bind("after", after.orElse(RunStore.BEFORE_ALL))
                .bind("most", most)
                .mapTo(UUID.class)
                .list());
    }

    /** The run that was filed last first. */
    public Page<DeletedRun> list(Optional<Cursor> after, int size) {
        Conditions conditions = Conditions.ofProject().beyond(after, "id", RunStore::uuid);
        List<DeletedRun> rows = scopes.withHandle(handle -> conditions
                .bind(handle.createQuery(
                        SELECT + conditions.where() + " ORDER BY created_at DESC, id DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(DeletedRunStore::map)
                .list());
        return Page.of(rows, size, run -> new Cursor(run.createdAt(), run.id().toString()));
    }

    private static DeletedRun map(ResultSet row, StatementContext context) throws SQLException {
        return new DeletedRun(
                Columns.uuid(row, "id"),
                row.getString("name"),
                Columns.texts(row, "tags"),
                Optional.ofNullable(row.getString("commit_id")),
                row.getString("model_id"),
                row.getString("calibration_dataset_id"),
                row.getString("evaluation_dataset_id"),
                RunState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("verdict_word")).map(Verdict::valueOf),
                List.of(Json.read(row.getString("variants"), DeletedRun.Made[].class)),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "ended_at"),
                Columns.instant(row, "deleted_at"),
                row.getBoolean("by_age"));
    }
}
