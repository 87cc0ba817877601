package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.node.Node;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Machines with an agent, by name. The database's clock says when each was seen. */
public final class NodeStore {
    private final Jdbi jdbi;

    public NodeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds the node or replaces what was known of it; its times are set here. */
    public Node register(Node node) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO node
                            (name, description, device_classes, fingerprint, profile, registered_at, last_seen_at)
                        VALUES
                            (:name, :description, :classes, :fingerprint, CAST(:profile AS jsonb),
                             clock_timestamp(), clock_timestamp())
                        ON CONFLICT (name) DO UPDATE SET
                            description = excluded.description,
                            device_classes = excluded.device_classes,
                            fingerprint = excluded.fingerprint,
                            profile = excluded.profile,
                            last_seen_at = excluded.last_seen_at
                        RETURNING *
                        """)
                .bind("name", node.name())
                .bind("description", node.description())
                .bind("classes", node.deviceClasses().toArray(String[]::new))
                .bind("fingerprint", node.fingerprint())
                .bind("profile", Json.write(node.profile()))
                .map(NodeStore::map)
                .one());
    }

    public void seen(String name) {
        jdbi.useHandle(
                handle -> handle.createUpdate("UPDATE node SET last_seen_at = clock_timestamp() WHERE name = :name")
                        .bind("name", name)
                        .execute());
    }

    public Optional<Node> find(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM node WHERE name = :name")
                .bind("name", name)
                .map(NodeStore::map)
                .findOne());
    }

    public List<Node> list() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM node ORDER BY name")
                .map(NodeStore::map)
                .list());
    }

    /** Nodes that were seen within the given time. */
    public List<Node> live(Duration within) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM node
                        WHERE last_seen_at > clock_timestamp() - make_interval(secs => :seconds)
                        ORDER BY name
                        """)
                .bind("seconds", within.toMillis() / 1000.0)
                .map(NodeStore::map)
                .list());
    }

    private static Node map(ResultSet row, StatementContext context) throws SQLException {
        return new Node(
                row.getString("name"),
                row.getString("description"),
                Columns.texts(row, "device_classes"),
                row.getString("fingerprint"),
                Json.read(row.getString("profile"), new TypeReference<Map<String, String>>() {}),
                Columns.instant(row, "registered_at"),
                Columns.instant(row, "last_seen_at"));
    }
}
