package dev.narrowgauge.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The projects of an installation. Whoever keeps what was read of them is told when they change. */
public final class ProjectStore {
    private final Scopes scopes;

    public ProjectStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /** What is left of a project that was deleted: who asked for it, by the key, and how much there was. */
    public record Deleted(
            UUID id, String name, Instant askedAt, Optional<UUID> askedBy, Instant deletedAt, long runs) {}

    /** Whether row security holds for the user of this program: for a superuser, and one with {@code BYPASSRLS}, it does not. */
    public boolean areKeptApart() {
        return scopes.withHandle(handle -> handle.createQuery("SELECT row_security_active('run')")
                .mapTo(Boolean.class)
                .one());
    }

    /** Empty where there is one of that name. */
    public Optional<Project> add(String name) {
        return scopes.inTransaction(handle -> {
            Optional<Project> added = handle.createQuery("""
                            INSERT INTO project (id, name) VALUES (:id, :name)
                            ON CONFLICT (name) DO NOTHING
                            RETURNING *
                            """)
                    .bind("id", UUID.randomUUID())
                    .bind("name", name)
                    .map(ProjectStore::map)
                    .findOne();
            added.ifPresent(project -> tell(handle, project));
            return added;
        });
    }

    /** All that there are, those that are being deleted among them, by name. */
    public List<Project> list() {
        return scopes.withHandle(handle -> handle.createQuery("SELECT * FROM project ORDER BY name")
                .map(ProjectStore::map)
                .list());
    }

    /** Those that were deleted, the last first. */
    public List<Deleted> deleted() {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM deleted_project ORDER BY deleted_at DESC, id")
                        .map(ProjectStore::mapDeleted)
                        .list());
    }

    /**
     * From now on the project is to be deleted, and nobody enters it; keys that are good for it alone are revoked, but for those
     * that may do everything. One that is to be deleted already stays as it is.
     *
     * @param askedBy the key whose holder asks; empty where nobody is known
     * @return empty where there is no such project
     */
    public Optional<Project> askDeletion(UUID id, Optional<UUID> askedBy) {
        return scopes.inTransaction(handle -> {
            Optional<Project> asked = handle.createQuery("""
                            UPDATE project SET
                                deletion_asked_by = CASE
                                    WHEN deletion_asked_at IS NULL THEN CAST(:askedBy AS uuid)
                                    ELSE deletion_asked_by END,
                                deletion_asked_at = coalesce(deletion_asked_at, clock_timestamp())
                            WHERE id = :id
                            RETURNING *
                            """)
                    .bind("id", id)
                    .bind("askedBy", askedBy.map(UUID::toString).orElse(null))
                    .map(ProjectStore::map)
                    .findOne();
            asked.ifPresent(project -> {
                revokeKeysOf(handle, project);
                tell(handle, project);
            });
            return asked;
        });
    }

    private static void revokeKeysOf(Handle handle, Project project) {
        handle.createQuery("""
                        UPDATE api_key SET revoked_at = clock_timestamp()
                        WHERE projects = ARRAY[CAST(:project AS uuid)] AND revoked_at IS NULL
                            AND NOT 'admin' = ANY (permissions)
                        RETURNING id
                        """)
                .bind("project", project.id())
                .mapTo(UUID.class)
                .list()
                .forEach(key -> EventStore.tell(handle, Channel.API_KEY, key.toString()));
    }

    /** The runs of a project that have not ended, some of many. */
    public List<UUID> openRuns(UUID project, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM run WHERE project_id = :project AND state = 'RUNNING' ORDER BY id LIMIT :most
                        """)
                .bind("project", project)
                .bind("most", most)
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Deletes some runs of a project that is to be deleted with all that belongs to them, or, once it has none, some of what they
     * have left, and at last its uploads and itself. That is one transaction; whoever stops in between, or another process, goes on
     * later.
     *
     * @param most how many runs, histories, or rows of what is left of runs
     * @return false where nothing is left to do, or another does it
     */
    public boolean deletePart(UUID project, int most) {
        return scopes.inTransaction(handle -> {
            boolean more = handle.createQuery("SELECT delete_part_of_project(:project, :most)")
                    .bind("project", project)
                    .bind("most", most)
                    .mapTo(Boolean.class)
                    .one();
            if (!more) {
                EventStore.tell(handle, Channel.PROJECT, project.toString());
            }
            return more;
        });
    }

    private static void tell(Handle handle, Project project) {
        EventStore.tell(handle, Channel.PROJECT, project.id().toString());
    }

    private static Project map(ResultSet row, StatementContext context) throws SQLException {
        return new Project(
                Columns.uuid(row, "id"),
                row.getString("name"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "deletion_asked_at"));
    }

    private static Deleted mapDeleted(ResultSet row, StatementContext context) throws SQLException {
        return new Deleted(
                Columns.uuid(row, "id"),
                row.getString("name"),
                Columns.instant(row, "deletion_asked_at"),
                Optional.ofNullable(Columns.uuid(row, "deletion_asked_by")),
                Columns.instant(row, "deleted_at"),
                row.getLong("runs_deleted"));
    }
}
