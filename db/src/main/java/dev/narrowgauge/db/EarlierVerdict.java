package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a verdict document says, but for its evidence, which is most of it.
 *
 * @param rows without accuracy, latency and what was found further
 */
public record EarlierVerdict(UUID runId, Instant decidedAt, Verdict verdict, List<Row> rows) {
    public EarlierVerdict {
        rows = List.copyOf(rows);
    }

    static Optional<EarlierVerdict> find(Handle handle, UUID runId) {
        return handle.createQuery("""
                        SELECT earlier.id, earlier.verdict ->> 'decidedAt' AS decided_at, earlier.verdict_word,
                            CAST(earlier.verdict ->> 'schemaVersion' AS integer) AS version, (
                                SELECT jsonb_agg(variant.part - 'accuracy' - 'latency' - 'further' ORDER BY variant.place)
                                FROM jsonb_array_elements(earlier.verdict -> 'variants')
                                    WITH ORDINALITY AS variant (part, place)) AS variants
                        FROM run
                        JOIN model ON model.project_id = run.project_id AND model.sha256 = run.model_id
                        CROSS JOIN LATERAL (
                            SELECT * FROM run AS older
                            WHERE older.project_id = run.project_id
                                AND (older.created_at, older.id) < (run.created_at, run.id)
                            ORDER BY older.created_at DESC, older.id DESC
                            LIMIT 1000) AS earlier
                        JOIN model AS its ON its.project_id = earlier.project_id AND its.sha256 = earlier.model_id
                        WHERE run.id = :run AND its.name = model.name AND earlier.policy = run.policy
                            AND earlier.verdict_word IS NOT NULL
                        ORDER BY earlier.created_at DESC, earlier.id DESC
                        LIMIT 1
                        """)
                .bind("run", runId)
                .map((row, _) -> row.getInt("version") > VerdictDocument.SCHEMA_VERSION
                        ? Optional.<EarlierVerdict>empty()
                        : Optional.of(new EarlierVerdict(
                                Columns.uuid(row, "id"),
                                Instant.parse(row.getString("decided_at")),
                                Verdict.valueOf(row.getString("verdict_word")),
                                rows(row.getString("variants")))))
                .findOne()
                .flatMap(found -> found);
    }

    private static List<Row> rows(String json) {
        return json == null ? List.of() : Json.read(json, new TypeReference<>() {});
    }
}
