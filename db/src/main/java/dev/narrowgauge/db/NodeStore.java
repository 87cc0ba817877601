package dev.narrowgauge.db;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Machines with an agent, by name. The database's clock says when each was seen. */
public final class NodeStore {
    /** In seconds: a pause of the collector or of the network is no death. */
    private static final double SHORTEST_SILENCE = 3;

    private final Jdbi jdbi;

    public NodeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An agent that speaks for a node.
     *
     * @param process its name, unlike that of any other
     * @param silence after which it is taken for dead, three seconds at least
     */
    public record Holder(String process, Duration silence) {}

    /**
     * Adds the node or replaces what its agent said of it: one that comes back is the node that it was, with its standing.
     * Its times are set here. Empty where another agent that lives by its own silence holds the name: two machines may have one
     * host name.
     */
    public Optional<Node> register(Node node, Holder holder) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO node
                            (name, description, device_classes, fingerprint, profile, labels, holder, silence_seconds,
                             registered_at, last_seen_at)
                        VALUES
                            (:name, :description, :classes, :fingerprint, CAST(:profile AS jsonb), :labels, :holder, :silence,
                             clock_timestamp(), clock_timestamp())
                        ON CONFLICT (name) DO UPDATE SET
                            description = excluded.description,
                            device_classes = excluded.device_classes,
                            fingerprint = excluded.fingerprint,
                            profile = excluded.profile,
                            labels = excluded.labels,
                            holder = excluded.holder,
                            silence_seconds = excluded.silence_seconds,
                            last_seen_at = excluded.last_seen_at
                        WHERE node.holder IS NULL OR node.holder = excluded.holder
                            OR node.last_seen_at <= clock_timestamp() - make_interval(secs => node.silence_seconds)
                        RETURNING *
                        """)
                .bind("name", node.name())
                .bind("description", node.description())
                .bind("classes", node.deviceClasses().toArray(String[]::new))
                .bind("fingerprint", node.fingerprint())
                .bind("profile", Json.write(node.profile()))
                .bind("labels", node.labels().toArray(String[]::new))
                .bind("holder", holder.process())
                .bind("silence", Math.max(holder.silence().toMillis() / 1000.0, SHORTEST_SILENCE))
                .map(NodeStore::map)
                .findOne());
    }

    /** The node as it stands now; empty where the agent does not hold the name, or not any more. */
    public Optional<Node> seen(String name, Holder holder) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE node SET last_seen_at = clock_timestamp() WHERE name = :name AND holder = :holder
                        RETURNING *
                        """)
                .bind("name", name)
                .bind("holder", holder.process())
                .map(NodeStore::map)
                .findOne());
    }

    /** The agent no longer speaks for the node, which another may do at once. */
    public void leave(String name, Holder holder) {
        jdbi.useHandle(
                handle -> handle.createUpdate("UPDATE node SET holder = NULL WHERE name = :name AND holder = :holder")
                        .bind("name", name)
                        .bind("holder", holder.process())
                        .execute());
    }

    /**
     * None of these agents speaks for the node any more.
     *
     * @param processes what their names are {@code LIKE}
     */
    public void leaveAny(String name, String processes) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE node SET holder = NULL WHERE name = :name AND holder LIKE :processes")
                .bind("name", name)
                .bind("processes", processes)
                .execute());
    }

    /**
     * Ends the quarantine, and with it the history of the node's controls so far.
     *
     * @return false where the node is not quarantined or not known
     */
    public boolean clear(String name, String reason) {
        return jdbi.withHandle(handle -> clear(handle, name, reason));
    }

    static boolean clear(Handle handle, String name, String reason) {
        return handle.createUpdate("""
                        UPDATE node SET
                            quarantined_at = NULL, quarantine_reason = NULL, recheck_asked_at = NULL,
                            cleared_at = clock_timestamp(), clearance_reason = :reason
                        WHERE name = :name AND quarantined_at IS NOT NULL
                        """)
                        .bind("name", name)
                        .bind("reason", reason)
                        .execute()
                > 0;
    }

    /** Asks the agent of a quarantined node for an A/A session; false where the node is not quarantined or not known. */
    public boolean askRecheck(String name) {
        return jdbi.withHandle(
                handle -> handle.createUpdate("""
                        UPDATE node SET recheck_asked_at = clock_timestamp()
                        WHERE name = :name AND quarantined_at IS NOT NULL
                        """).bind("name", name).execute() > 0);
    }

    /** The node, which takes no more jobs; one that is drained stays so since it was. Empty where it is not known. */
    public Optional<Node> drain(String name) {
        return change(name, """
                UPDATE node SET drained_at = coalesce(drained_at, clock_timestamp()) WHERE name = :name
                RETURNING *
                """);
    }

    /** The node, which takes jobs again unless it is quarantined; empty where it is not known. */
    public Optional<Node> resume(String name) {
        return change(name, "UPDATE node SET drained_at = NULL WHERE name = :name RETURNING *");
    }

    /** Its agent is told once the transaction commits. */
    private Optional<Node> change(String name, String update) {
        return jdbi.inTransaction(handle -> {
            Optional<Node> node = handle.createQuery(update)
                    .bind("name", name)
                    .map(NodeStore::map)
                    .findOne();
            node.ifPresent(_ -> EventStore.tell(handle, Channel.NODE, name));
            return node;
        });
    }

    /**
     * Takes the node from the list, with the history of its controls. False where an agent speaks for it, it is quarantined or not known;
     * measurements that were taken on it stay.
     *
     * @param gone how long after it was last seen nobody speaks for a node
     */
    public boolean forget(String name, Duration gone) {
        return jdbi.inTransaction(handle -> {
            int nodes = handle.createUpdate("""
                            DELETE FROM node
                            WHERE name = :name AND quarantined_at IS NULL
                                AND (holder IS NULL OR last_seen_at <= clock_timestamp() - make_interval(secs => :gone))
                            """)
                    .bind("name", name)
                    .bind("gone", gone.toMillis() / 1000.0)
                    .execute();
            if (nodes > 0) {
                handle.createUpdate("DELETE FROM control WHERE node = :name")
                        .bind("name", name)
                        .execute();
            }
            return nodes > 0;
        });
    }

    /** The node goes on being quarantined since it was; another reason replaces the former. */
    static void quarantine(Handle handle, String name, String reason) {
        handle.createUpdate("""
                        UPDATE node SET
                            quarantined_at = coalesce(quarantined_at, clock_timestamp()),
                            quarantine_reason = :reason, recheck_asked_at = NULL
                        WHERE name = :name
                        """).bind("name", name).bind("reason", reason).execute();
    }

    /** The node, which nobody else changes until the transaction ends. */
    static Optional<Node> lock(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM node WHERE name = :name FOR UPDATE")
                .bind("name", name)
                .map(NodeStore::map)
                .findOne();
    }

    /** What a machine of that fingerprint says of itself; empty where it was not kept. */
    public Map<String, String> profile(String fingerprint) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT profile FROM environment WHERE fingerprint = :fingerprint")
                .bind("fingerprint", fingerprint)
                .mapTo(String.class)
                .findOne()
                .map(profile -> Json.read(profile, new TypeReference<Map<String, String>>() {}))
                .orElse(Map.of()));
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
                Columns.instant(row, "last_seen_at"),
                Columns.texts(row, "labels"),
                new Standing(quarantine(row), clearance(row), Columns.optionalInstant(row, "drained_at")));
    }

    private static Optional<Standing.Quarantine> quarantine(ResultSet row) throws SQLException {
        String reason = row.getString("quarantine_reason");
        boolean recheckAsked = Columns.optionalInstant(row, "recheck_asked_at").isPresent();
        return Columns.optionalInstant(row, "quarantined_at")
                .map(since -> new Standing.Quarantine(since, reason, recheckAsked));
    }

    private static Optional<Standing.Clearance> clearance(ResultSet row) throws SQLException {
        String reason = row.getString("clearance_reason");
        return Columns.optionalInstant(row, "cleared_at").map(at -> new Standing.Clearance(at, reason));
    }
}
