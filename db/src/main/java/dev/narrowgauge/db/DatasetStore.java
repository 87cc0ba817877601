package dev.narrowgauge.db;

import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Uploaded datasets of a project, by the SHA-256 of their bytes, with a digest of every sample. The database's clock says when
 * each came.
 */
public final class DatasetStore {
    private static final Names NAMES = new Names("dataset");
    private static final UploadRows ROWS =
            new UploadRows("dataset", List.of("calibration_dataset_id", "evaluation_dataset_id"));
    private static final String SELECT =
            "SELECT sha256, name, size_bytes, description, created_at, " + NAMES.column() + " FROM dataset";

    private final Scopes scopes;
    private final Scopes services;

    public DatasetStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.services = Scopes.ofServices(jdbi);
    }

    /** Stores the dataset, or returns the one that has the same content, which has the name as well from now on. */
    public Dataset save(Blob blob, String name, DatasetDescription description, long[] sampleDigests) {
        // It may be deleted between two statements.
        return saved(blob, name, description, sampleDigests)
                .orElseGet(() -> save(blob, name, description, sampleDigests));
    }

    private Optional<Dataset> saved(Blob blob, String name, DatasetDescription description, long[] sampleDigests) {
        return scopes.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO dataset (sha256, name, size_bytes, description, sample_digests, created_at)
                            VALUES (:id, :name, :sizeBytes, CAST(:description AS jsonb), :digests, clock_timestamp())
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("id", blob.sha256())
                    .bind("name", name)
                    .bind("sizeBytes", blob.sizeBytes())
                    .bind("description", Json.write(description))
                    .bind("digests", sampleDigests)
                    .execute();
            return named(handle, blob.sha256(), name);
        });
    }

    /** The dataset, which has the name as well from now on; empty where there is none. */
    public Optional<Dataset> named(String id, String name) {
        return scopes.inTransaction(handle -> named(handle, id, name));
    }

    public Optional<Dataset> find(String id) {
        return scopes.withHandle(handle -> find(handle, id));
    }

    /** The dataset, for somebody who may be about to file a run about it: from now on it counts as young. */
    public Optional<Dataset> wanted(String id) {
        return scopes.inTransaction(handle -> {
            ROWS.want(handle, id);
            return find(handle, id);
        });
    }

    /**
     * Deletes the dataset with its names. False where there is none.
     *
     * @throws NarrowgaugeException CONFLICT where runs are about it
     */
    public boolean delete(String id) {
        UUID project = scopes.current().project();
        return services.inTransaction(handle -> ROWS.delete(handle, project, id));
    }

    /** Deletes datasets of the project that no run is about and nobody has asked for so long; some of many. Says how many. */
    public int deleteOld(UUID project, int days, int most) {
        return services.inTransaction(handle -> ROWS.deleteOld(handle, project, days, most));
    }

    /** A dataset of a run, which is of the run's project; empty where there is no such dataset. */
    public Optional<Dataset> ofRun(UUID runId, String id) {
        return scopes.withHandle(handle -> handle.createQuery(
                        SELECT + " WHERE sha256 = :id AND project_id = (SELECT project_id FROM run WHERE id = :runId)")
                .bind("id", id)
                .bind("runId", runId)
                .map(DatasetStore::map)
                .findOne());
    }

    public Page<Dataset> list(UploadFilter filter, Optional<Cursor> after, int size) {
        Conditions conditions = NAMES.conditions(filter).beyond(after, "sha256", Cursor::id);
        List<Dataset> rows = scopes.withHandle(handle -> conditions
                .bind(handle.createQuery(
                        SELECT + conditions.where() + " ORDER BY created_at DESC, sha256 DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(DatasetStore::map)
                .list());
        return Page.of(rows, size, dataset -> new Cursor(dataset.createdAt(), dataset.id()));
    }

    /** How many distinct samples the two datasets have in common. */
    public long sharedSamples(String first, String second) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM (
                            SELECT unnest(sample_digests) FROM dataset
                            WHERE project_id = current_project() AND sha256 = :first
                            INTERSECT
                            SELECT unnest(sample_digests) FROM dataset
                            WHERE project_id = current_project() AND sha256 = :second
                        ) AS shared
                        """)
                .bind("first", first)
                .bind("second", second)
                .mapTo(Long.class)
                .one());
    }

    private static Optional<Dataset> named(Handle handle, String id, String name) {
        if (!ROWS.hold(handle, id)) {
            return Optional.empty();
        }
        ROWS.want(handle, id);
        NAMES.add(handle, id, name);
        return find(handle, id);
    }

    private static Optional<Dataset> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE project_id = current_project() AND sha256 = :id")
                .bind("id", id)
                .map(DatasetStore::map)
                .findOne();
    }

    private static Dataset map(ResultSet row, StatementContext context) throws SQLException {
        return new Dataset(
                row.getString("sha256"),
                row.getString("name"),
                Names.of(row),
                row.getLong("size_bytes"),
                Json.read(row.getString("description"), DatasetDescription.class),
                Columns.instant(row, "created_at"));
    }
}
