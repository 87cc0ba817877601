package dev.narrowgauge.db;

import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Uploaded datasets, by the SHA-256 of their bytes, with a digest of every sample. */
public final class DatasetStore {
    private static final String COLUMNS = "id, name, size_bytes, description, created_at";

    private final Jdbi jdbi;

    public DatasetStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Stores the dataset, or returns the one that has the same content. */
    public Dataset save(Dataset dataset, long[] sampleDigests) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO dataset (id, name, size_bytes, description, sample_digests, created_at)
                            VALUES (:id, :name, :sizeBytes, CAST(:description AS jsonb), :digests, :createdAt)
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", dataset.id())
                    .bind("name", dataset.name())
                    .bind("sizeBytes", dataset.sizeBytes())
                    .bind("description", Json.write(dataset.description()))
                    .bind("digests", sampleDigests)
                    .bind("createdAt", dataset.createdAt())
                    .execute();
            return handle.createQuery("SELECT " + COLUMNS + " FROM dataset WHERE id = :id")
                    .bind("id", dataset.id())
                    .map(DatasetStore::map)
                    .one();
        });
    }

    public Optional<Dataset> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM dataset WHERE id = :id")
                .bind("id", id)
                .map(DatasetStore::map)
                .findOne());
    }

    public Page<Dataset> list(Optional<Cursor> after, int size) {
        List<Dataset> rows = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, name, size_bytes, description, created_at FROM dataset
                        WHERE CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (CAST(:at AS timestamptz), :id)
                        ORDER BY created_at DESC, id DESC
                        LIMIT :limit
                        """)
                .bind("at", after.map(Cursor::createdAt))
                .bind("id", after.map(Cursor::id))
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

    private static Dataset map(ResultSet row, StatementContext context) throws SQLException {
        return new Dataset(
                row.getString("id"),
                row.getString("name"),
                row.getLong("size_bytes"),
                Json.read(row.getString("description"), DatasetDescription.class),
                Columns.instant(row, "created_at"));
    }
}
