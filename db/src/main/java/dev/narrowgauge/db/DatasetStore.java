package dev.narrowgauge.db;

import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.digest.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Uploaded datasets, by the SHA-256 of their bytes, with a digest of every sample. The database's clock says when each came. */
public final class DatasetStore {
    private static final Names NAMES = new Names("dataset");
    private static final String SELECT =
            "SELECT id, name, size_bytes, description, created_at, " + NAMES.column() + " FROM dataset";

    private final Jdbi jdbi;

    public DatasetStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Stores the dataset, or returns the one that has the same content, which has the name as well from now on. */
    public Dataset save(Blob blob, String name, DatasetDescription description, long[] sampleDigests) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO dataset (id, name, size_bytes, description, sample_digests, created_at)
                            VALUES (:id, :name, :sizeBytes, CAST(:description AS jsonb), :digests, clock_timestamp())
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", blob.sha256())
                    .bind("name", name)
                    .bind("sizeBytes", blob.sizeBytes())
                    .bind("description", Json.write(description))
                    .bind("digests", sampleDigests)
                    .execute();
            return named(handle, blob.sha256(), name).orElseThrow();
        });
    }

    /** The dataset, which has the name as well from now on; empty where there is none. */
    public Optional<Dataset> named(String id, String name) {
        return jdbi.inTransaction(handle -> named(handle, id, name));
    }

    public Optional<Dataset> find(String id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    public Page<Dataset> list(UploadFilter filter, Optional<Cursor> after, int size) {
        Conditions conditions = NAMES.conditions(filter).beyond(after, Cursor::id);
        List<Dataset> rows = jdbi.withHandle(handle -> conditions
                .bind(handle.createQuery(
                        SELECT + conditions.where() + " ORDER BY created_at DESC, id DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(DatasetStore::map)
                .list());
        return Page.of(rows, size, dataset -> new Cursor(dataset.createdAt(), dataset.id()));
    }

    /** How many distinct samples the two datasets have in common. */
    public long sharedSamples(String first, String second) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM (
                            SELECT unnest(sample_digests) FROM dataset WHERE id = :first
                            INTERSECT
                            SELECT unnest(sample_digests) FROM dataset WHERE id = :second
                        ) AS shared
                        """)
                .bind("first", first)
                .bind("second", second)
                .mapTo(Long.class)
                .one());
    }

    private static Optional<Dataset> named(Handle handle, String id, String name) {
        NAMES.add(handle, id, name);
        return find(handle, id);
    }

    private static Optional<Dataset> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(DatasetStore::map)
                .findOne();
    }

    private static Dataset map(ResultSet row, StatementContext context) throws SQLException {
        return new Dataset(
                row.getString("id"),
                row.getString("name"),
                Names.of(row),
                row.getLong("size_bytes"),
                Json.read(row.getString("description"), DatasetDescription.class),
                Columns.instant(row, "created_at"));
    }
}
