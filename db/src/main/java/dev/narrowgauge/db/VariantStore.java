package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.Variant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Variants; they are written by {@link JobStore#finishQuantize} and never change. */
public final class VariantStore {
    private final Scopes scopes;

    public VariantStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    public Optional<Variant> find(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery("SELECT * FROM variant WHERE id = :id")
                .bind("id", id)
                .map(VariantStore::map)
                .findOne());
    }

    /** In the order in which they were made. */
    public List<Variant> ofRun(UUID runId) {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM variant WHERE run_id = :runId ORDER BY created_at, id")
                        .bind("runId", runId)
                        .map(VariantStore::map)
                        .list());
    }

    static void insert(Handle handle, Variant variant) {
        handle.createUpdate("""
                        INSERT INTO variant
                            (id, project_id, run_id, job_id, precision, recipe, sha256, size_bytes, report, provenance,
                             created_at)
                        SELECT
                            :id, project_id, id, :jobId, :precision, CAST(:recipe AS jsonb), :sha256, :sizeBytes,
                            CAST(:report AS json), CAST(:provenance AS jsonb), CAST(:createdAt AS timestamptz)
                        FROM run WHERE id = :runId
                        """)
                .bind("id", variant.id())
                .bind("runId", variant.runId())
                .bind("jobId", variant.jobId())
                .bind("precision", variant.precision().name())
                .bind("recipe", Documents.write(variant.recipe()))
                .bind("sha256", variant.sha256())
                .bind("sizeBytes", variant.sizeBytes())
                .bind("report", variant.report())
                .bind("provenance", Json.write(variant.provenance()))
                .bind("createdAt", variant.createdAt())
                .execute();
    }

    private static Precision precision(String name) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.DOCUMENT_TOO_NEW,
                        "The stored variant has the precision %s, which this program does not know. A newer program can read it."
                                .formatted(name)));
    }

    private static Variant map(ResultSet row, StatementContext context) throws SQLException {
        return new Variant(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "run_id"),
                Columns.uuid(row, "job_id"),
                precision(row.getString("precision")),
                Documents.readRecipe(row.getString("recipe")),
                row.getString("sha256"),
                row.getLong("size_bytes"),
                row.getString("report"),
                Json.read(row.getString("provenance"), Variant.Provenance.class),
                Columns.instant(row, "created_at"));
    }
}
