package dev.narrowgauge.db;

import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.model.ModelDescription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Uploaded models, by the SHA-256 of their bytes. */
public final class ModelStore {
    private final Jdbi jdbi;

    public ModelStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Stores the model, or returns the one that has the same content. */
    public Model save(Model model) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO model (id, name, size_bytes, description, created_at)
                            VALUES (:id, :name, :sizeBytes, CAST(:description AS jsonb), :createdAt)
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", model.id())
                    .bind("name", model.name())
                    .bind("sizeBytes", model.sizeBytes())
                    .bind("description", Json.write(model.description()))
                    .bind("createdAt", model.createdAt())
                    .execute();
            return handle.createQuery("SELECT * FROM model WHERE id = :id")
                    .bind("id", model.id())
                    .map(ModelStore::map)
                    .one();
        });
    }

    public Optional<Model> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM model WHERE id = :id")
                .bind("id", id)
                .map(ModelStore::map)
                .findOne());
    }

    public Page<Model> list(Optional<Cursor> after, int size) {
        List<Model> rows = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM model
                        WHERE CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (CAST(:at AS timestamptz), :id)
                        ORDER BY created_at DESC, id DESC
                        LIMIT :limit
                        """)
                .bind("at", after.map(Cursor::createdAt))
                .bind("id", after.map(Cursor::id))
                .bind("limit", size + 1)
                .map(ModelStore::map)
                .list());
        return Page.of(rows, size, model -> new Cursor(model.createdAt(), model.id()));
    }

    private static Model map(ResultSet row, StatementContext context) throws SQLException {
        return new Model(
                row.getString("id"),
                row.getString("name"),
                row.getLong("size_bytes"),
                Json.read(row.getString("description"), ModelDescription.class),
                Columns.instant(row, "created_at"));
    }
}
