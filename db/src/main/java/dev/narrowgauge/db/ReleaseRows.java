package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.release.NamedReleases;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseState;
import dev.narrowgauge.domain.release.ReleaseStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** How releases stand in their tables. */
final class ReleaseRows {
    private static final String SELECT = """
            SELECT release.*, (
                SELECT json_agg(json_build_object(
                    'state', state, 'at', at, 'name', by_name, 'mark', by_mark, 'reason', reason) ORDER BY step.number)
                FROM release_step AS step WHERE step.release_id = release.id) AS steps
            FROM release
            """;

    private ReleaseRows() {}

    /** As its row has it. */
    private record Step(ReleaseState state, Instant at, String name, String mark, String reason) {
        ReleaseStep read() {
            return new ReleaseStep(
                    state, at, Optional.ofNullable(name).map(known -> new ReleaseStep.Actor(known, mark)), reason);
        }
    }

    static Optional<Release> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(ReleaseRows::map)
                .findOne();
    }

    static List<Release> list(Handle handle, ReleaseFilter filter, Optional<Cursor> after, int most) {
        Conditions conditions = filter.conditions().beyond(after, "id", RunStore::uuid);
        return conditions
                .bind(handle.createQuery(
                        SELECT + conditions.where() + " ORDER BY created_at DESC, id DESC LIMIT :limit"))
                .bind("limit", most)
                .map(ReleaseRows::map)
                .list();
    }

    static Optional<Release> activeBeside(Handle handle, UUID run, String modelName) {
        return handle.createQuery(SELECT + """
                         WHERE project_id = (SELECT project_id FROM run WHERE id = :run) AND model_name = :modelName
                            AND state = 'ACTIVE'
                        """)
                .bind("run", run)
                .bind("modelName", modelName)
                .map(ReleaseRows::map)
                .findOne();
    }

    static List<Release> keeping(Handle handle, UUID run) {
        return handle.createQuery(SELECT + " WHERE run_id = :run AND keeps_run ORDER BY created_at, id")
                .bind("run", run)
                .map(ReleaseRows::map)
                .list();
    }

    /** All of the name; until the transaction ends nobody else changes one. */
    static NamedReleases lock(Handle handle, String modelName) {
        handle.createQuery("""
                        SELECT id FROM release
                        WHERE project_id = current_project() AND model_name = :modelName
                        ORDER BY number FOR UPDATE
                        """).bind("modelName", modelName).mapTo(UUID.class).list();
        return new NamedReleases(handle.createQuery(
                        SELECT + " WHERE project_id = current_project() AND model_name = :modelName ORDER BY number")
                .bind("modelName", modelName)
                .map(ReleaseRows::map)
                .list());
    }

    private static Release map(ResultSet row, StatementContext context) throws SQLException {
        List<Step> steps = Json.read(row.getString("steps"), new TypeReference<>() {});
        return new Release(
                Columns.uuid(row, "id"),
                row.getString("model_name"),
                row.getInt("number"),
                ReleaseState.valueOf(row.getString("state")),
                new Release.Content(
                        row.getString("model_id"),
                        Columns.uuid(row, "run_id"),
                        Columns.uuid(row, "variant_id"),
                        row.getString("sha256"),
                        row.getString("recipe"),
                        row.getString("precision"),
                        Columns.texts(row, "device_classes"),
                        row.getString("policy_sha256"),
                        row.getString("evidence_root")),
                Columns.instant(row, "created_at"),
                steps.stream().map(Step::read).toList());
    }
}
