package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What takes how much, as far as rows tell of it. Whoever asks has the documents of all rows looked at, though none read. */
public final class StorageStore {
    private static final String USE = """
            WITH kept AS (
                SELECT project_id, 'model' AS kind, size_bytes AS bytes FROM model
                UNION ALL SELECT project_id, 'dataset', size_bytes FROM dataset
                UNION ALL SELECT project_id, 'variant', size_bytes FROM variant
                UNION ALL SELECT project_id, 'report', pg_column_size(report) FROM variant
                UNION ALL SELECT project_id, 'measurement',
                    pg_column_size(device) + pg_column_size(accuracy) + pg_column_size(latency)
                        + coalesce(pg_column_size(insight), 0) + coalesce(pg_column_size(scenarios), 0)
                        + coalesce(pg_column_size(determinism), 0)
                FROM measurement
                UNION ALL SELECT project_id, 'event', pg_column_size(data) FROM job_event
                UNION ALL SELECT project_id, 'verdict', pg_column_size(verdict) FROM run WHERE verdict IS NOT NULL
                UNION ALL SELECT project_id, 'verdict', pg_column_size(verdict) FROM deleted_run WHERE verdict IS NOT NULL
                UNION ALL SELECT project_id, 'attestation', pg_column_size(run_verdict.*) FROM run_verdict
                UNION ALL SELECT project_id, 'attestation', pg_column_size(content_verdict.*) FROM content_verdict
                UNION ALL SELECT project_id, 'history', pg_column_size(series.*) FROM series
                UNION ALL SELECT project_id, 'history', pg_column_size(measured.*) FROM measured
                UNION ALL SELECT project_id, 'history', pg_column_size(series_point.*) FROM series_point
                UNION ALL SELECT project_id, 'history', pg_column_size(change_point.*) FROM change_point
                UNION ALL SELECT project_id, 'history', pg_column_size(annotation.*) FROM annotation
                UNION ALL SELECT project_id, 'history', pg_column_size(content) FROM comparison_key)
            SELECT project_id, kind, count(*) AS items, sum(bytes) AS bytes FROM kept
            GROUP BY project_id, kind
            ORDER BY project_id, kind
            """;

    private final Scopes scopes;

    public StorageStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(requireNonNull(jdbi, "jdbi is null"));
    }

    /**
     * What a project has of a kind.
     *
     * @param kind {@code model}, {@code dataset} and {@code variant} are content of the blob store; {@code report}, {@code
     *     measurement}, {@code event} and {@code verdict} are documents in the database, counted as they are compressed there, and
     *     {@code history} rows with values, changes and notes
     */
    public record Use(UUID project, String kind, long items, long bytes) {}

    /**
     * Stored content that no row refers to, as far as that is known.
     *
     * @param oldest since when that is known of the first; empty where there is none
     */
    public record Unreferenced(long items, Optional<Instant> oldest) {}

    public List<Use> uses() {
        return scopes.withHandle(handle -> handle.createQuery(USE)
                .map((row, _) -> new Use(
                        Columns.uuid(row, "project_id"),
                        row.getString("kind"),
                        row.getLong("items"),
                        row.getLong("bytes")))
                .list());
    }

    public Unreferenced unreferenced() {
        return scopes.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) AS items, min(since) AS oldest FROM unreferenced_content")
                .map((row, _) -> new Unreferenced(row.getLong("items"), Columns.optionalInstant(row, "oldest")))
                .one());
    }
}
