package dev.narrowgauge.db;

import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.latency.ControlHistory;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Measurement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Controls of nodes. Each is written where its measurement is, at the database's time, and may quarantine the node. */
public final class ControlStore {
    private static final int MOST_SOURCES = 20;

    private final Scopes scopes;

    public ControlStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /** Since the node was last cleared. */
    public ControlHistory history(String node) {
        return scopes.withHandle(handle -> history(handle, node));
    }

    /** A measurement of too few forks leaves none. */
    static void record(Handle handle, Measurement measurement) {
        String node = measurement.device().node();
        Control.of(measurement.latency(), measurement.createdAt()).ifPresent(control -> {
            NodeStore.lock(handle, node);
            insert(handle, node, Optional.of(measurement.id()), control);
            history(handle, node).whyUnsound().ifPresent(reason -> NodeStore.quarantine(handle, node, reason));
        });
    }

    /**
     * Ends the A/A session that was asked for: clears the node, or leaves it quarantined with another reason. Where somebody
     * has cleared the node meanwhile it changes nothing.
     *
     * @param controls of the session, all that count since where it clears
     * @param refusal why it does not clear; empty where it does
     */
    public void endRecheck(String node, List<Control> controls, Optional<String> refusal) {
        scopes.useTransaction(handle -> {
            boolean asked = NodeStore.lock(handle, node)
                    .flatMap(locked -> locked.standing().quarantine())
                    .filter(Standing.Quarantine::recheckAsked)
                    .isPresent();
            if (!asked) {
                return;
            }
            refusal.ifPresentOrElse(
                    reason -> NodeStore.quarantine(handle, node, reason),
                    () -> NodeStore.clear(
                            handle, node, "An A/A session of %d comparisons.".formatted(controls.size())));
            controls.forEach(control -> insert(handle, node, Optional.empty(), control));
        });
    }

    /**
     * What was measured on the node last, newest first, so that it can be measured again; where an A/A session is asked
     * for, what was before that.
     */
    public List<Source> sources(String node) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT run.model_id, run.evaluation_dataset_id, max(control.id) AS newest
                        FROM control
                        JOIN measurement ON measurement.id = control.measurement_id
                        JOIN run ON run.id = measurement.run_id
                        LEFT JOIN node ON node.name = control.node
                        WHERE control.node = :node
                            AND (node.recheck_asked_at IS NULL OR control.at <= node.recheck_asked_at)
                        GROUP BY run.model_id, run.evaluation_dataset_id
                        ORDER BY newest DESC
                        LIMIT :limit
                        """)
                .bind("node", node)
                .bind("limit", MOST_SOURCES)
                .map((row, _) -> new Source(row.getString("model_id"), row.getString("evaluation_dataset_id")))
                .list());
    }

    /** A baseline and what it was timed on, each by its SHA-256. */
    public record Source(String modelId, String datasetId) {}

    private static ControlHistory history(Handle handle, String node) {
        List<Control> newestFirst = handle.createQuery("""
                        SELECT control.* FROM control
                        LEFT JOIN node ON node.name = control.node
                        WHERE control.node = :node AND (node.cleared_at IS NULL OR control.at > node.cleared_at)
                        ORDER BY control.at DESC, control.id DESC
                        LIMIT :most
                        """)
                .bind("node", node)
                .bind("most", ControlHistory.MOST)
                .map(ControlStore::map)
                .list();
        return new ControlHistory(newestFirst.reversed());
    }

    private static void insert(Handle handle, String node, Optional<UUID> measurementId, Control control) {
        handle.createUpdate("""
                        INSERT INTO control
                            (project_id, node, measurement_id, session, at, ratio, low, high, confidence, alarm)
                        VALUES
                            (coalesce((SELECT project_id FROM measurement WHERE id = :measurementId), current_project()), :node,
                             :measurementId, :session, clock_timestamp(), :ratio, :low, :high, :confidence, :alarm)
                        ON CONFLICT (node, session) DO NOTHING
                        """)
                .bind("node", node)
                .bind("measurementId", measurementId)
                .bind("session", control.session())
                .bind("ratio", control.ratio().estimate())
                .bind("low", control.ratio().low())
                .bind("high", control.ratio().high())
                .bind("confidence", control.ratio().confidence())
                .bind("alarm", control.alarms())
                .execute();
    }

    private static Control map(ResultSet row, StatementContext context) throws SQLException {
        return new Control(
                Columns.instant(row, "at"),
                row.getLong("session"),
                new Interval(
                        row.getDouble("ratio"),
                        row.getDouble("low"),
                        row.getDouble("high"),
                        row.getDouble("confidence")));
    }
}
