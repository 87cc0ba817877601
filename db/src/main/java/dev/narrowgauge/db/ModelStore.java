package dev.narrowgauge.db;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.model.ModelDescription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Uploaded models of a project, by the SHA-256 of their bytes. The database's clock says when each came. */
public final class ModelStore {
    private static final Names NAMES = new Names("model");
    private static final UploadRows ROWS = new UploadRows("model", List.of("model_id"));
    private static final String SELECT = "SELECT model.*, " + NAMES.column() + " FROM model";

    private final Scopes scopes;
    private final Scopes services;

    public ModelStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.services = Scopes.ofServices(jdbi);
    }

    /** Stores the model, or returns the one that has the same content, which has the name as well from now on. */
    public Model save(Blob blob, String name, ModelDescription description) {
        // It may be deleted between two statements.
        return saved(blob, name, description).orElseGet(() -> save(blob, name, description));
    }

    private Optional<Model> saved(Blob blob, String name, ModelDescription description) {
        return scopes.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO model (sha256, name, size_bytes, description, created_at)
                            VALUES (:id, :name, :sizeBytes, CAST(:description AS jsonb), clock_timestamp())
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("id", blob.sha256())
                    .bind("name", name)
                    .bind("sizeBytes", blob.sizeBytes())
                    .bind("description", Json.write(description))
                    .execute();
            return named(handle, blob.sha256(), name);
        });
    }

    /** The model, which has the name as well from now on; empty where there is none. */
    public Optional<Model> named(String id, String name) {
        return scopes.inTransaction(handle -> named(handle, id, name));
    }

    public Optional<Model> find(String id) {
        return scopes.withHandle(handle -> find(handle, id));
    }

    /** The model, for somebody who may be about to file a run about it: from now on it counts as young. */
    public Optional<Model> wanted(String id) {
        return scopes.inTransaction(handle -> {
            ROWS.want(handle, id);
            return find(handle, id);
        });
    }

    /**
     * Deletes the model with its names. False where there is none.
     *
     * @throws NarrowgaugeException CONFLICT where runs are about it
     */
    public boolean delete(String id) {
        UUID project = scopes.current().project();
        return services.inTransaction(handle -> ROWS.delete(handle, project, id));
    }

    /** Deletes models of the project that no run is about and nobody has asked for so long; some of many. Says how many. */
    public int deleteOld(UUID project, int days, int most) {
        return services.inTransaction(handle -> ROWS.deleteOld(handle, project, days, most));
    }

    /** A model of a run, which is of the run's project; empty where there is no such model. */
    public Optional<Model> ofRun(UUID runId, String id) {
        return scopes.withHandle(handle -> handle.createQuery(
                        SELECT + " WHERE sha256 = :id AND project_id = (SELECT project_id FROM run WHERE id = :runId)")
                .bind("id", id)
                .bind("runId", runId)
                .map(ModelStore::map)
                .findOne());
    }

    /** Whether anything was uploaded, as far as the user of this process may know. */
    public boolean anyUploaded() {
        return scopes.withHandle(handle -> handle.createQuery(
                        // Workers and agents see the models of the first project alone, and the runs of all.
                        "SELECT EXISTS (SELECT FROM model) OR EXISTS (SELECT FROM run)")
                .mapTo(Boolean.class)
                .one());
    }

    public Page<Model> list(UploadFilter filter, Optional<Cursor> after, int size) {
        Conditions conditions = NAMES.conditions(filter).beyond(after, "sha256", Cursor::id);
        List<Model> rows = scopes.withHandle(handle -> conditions
                .bind(handle.createQuery(
                        SELECT + conditions.where() + " ORDER BY created_at DESC, sha256 DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(ModelStore::map)
                .list());
        return Page.of(rows, size, model -> new Cursor(model.createdAt(), model.id()));
    }

    private static Optional<Model> named(Handle handle, String id, String name) {
        if (!ROWS.hold(handle, id)) {
            return Optional.empty();
        }
        ROWS.want(handle, id);
        NAMES.add(handle, id, name);
        return find(handle, id);
    }

    private static Optional<Model> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE project_id = current_project() AND sha256 = :id")
                .bind("id", id)
                .map(ModelStore::map)
                .findOne();
    }

    private static Model map(ResultSet row, StatementContext context) throws SQLException {
        return new Model(
                row.getString("sha256"),
                row.getString("name"),
                Names.of(row),
                row.getLong("size_bytes"),
                Json.read(row.getString("description"), ModelDescription.class),
                Columns.instant(row, "created_at"));
    }
}
