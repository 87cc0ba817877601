package dev.narrowgauge.db;

import dev.narrowgauge.domain.digest.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Join tokens of agents outside, kept by the hashes of their secrets. */
public final class NodeTokenStore {
    private final Jdbi jdbi;

    public NodeTokenStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param deviceClasses that the agent may offer with it; none where the first that it offers are to be these
     * @param secret random, of 128 bits at least
     */
    public NodeToken add(String node, List<String> deviceClasses, String secret) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO node_token (id, node, device_classes, sha256) VALUES (:id, :node, :classes, :sha256) RETURNING *
                        """)
                .bind("id", OrderedId.next())
                .bind("node", node)
                .bind("classes", deviceClasses.toArray(String[]::new))
                .bind("sha256", hash(secret))
                .map(NodeTokenStore::map)
                .one());
    }

    /**
     * The classes that may be offered with the token: those that it has; where it has none these, from now on. Empty where it is
     * not good.
     *
     * @param offered one class at least
     */
    public List<String> fix(UUID id, List<String> offered) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE node_token SET
                            device_classes = CASE
                                WHEN cardinality(device_classes) = 0 THEN CAST(:offered AS text[])
                                ELSE device_classes END
                        WHERE id = :id AND revoked_at IS NULL
                        RETURNING *
                        """)
                .bind("id", id)
                .bind("offered", offered.toArray(String[]::new))
                .map(NodeTokenStore::map)
                .findOne()
                .map(NodeToken::deviceClasses)
                .orElse(List.of()));
    }

    /** The token with that secret; empty where there is none, and where it was revoked. */
    public Optional<NodeToken> good(String secret) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM node_token WHERE sha256 = :sha256 AND revoked_at IS NULL")
                        .bind("sha256", hash(secret))
                        .map(NodeTokenStore::map)
                        .findOne());
    }

    public boolean isGood(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM node_token WHERE id = :id AND revoked_at IS NULL)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Those that were revoked among them, the oldest first. */
    public List<NodeToken> ofNode(String node) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM node_token WHERE node = :node ORDER BY created_at, id")
                        .bind("node", node)
                        .map(NodeTokenStore::map)
                        .list());
    }

    /** The token, which is good for nothing any more; empty where there is none of that id. */
    public Optional<NodeToken> revoke(UUID id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        UPDATE node_token SET revoked_at = coalesce(revoked_at, clock_timestamp())
                        WHERE id = :id
                        RETURNING *
                        """).bind("id", id).map(NodeTokenStore::map).findOne());
    }

    private static String hash(String secret) {
        return Sha256.of(secret);
    }

    private static NodeToken map(ResultSet row, StatementContext context) throws SQLException {
        return new NodeToken(
                Columns.uuid(row, "id"),
                row.getString("node"),
                Columns.texts(row, "device_classes"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "revoked_at"));
    }
}
