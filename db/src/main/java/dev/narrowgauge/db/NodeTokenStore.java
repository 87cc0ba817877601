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

    /** @param secret random, of 128 bits at least */
    public NodeToken add(String node, String secret) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO node_token (id, node, sha256) VALUES (:id, :node, :sha256) RETURNING *
                        """)
                .bind("id", OrderedId.next())
                .bind("node", node)
                .bind("sha256", hash(secret))
                .map(NodeTokenStore::map)
                .one());
    }

    /** The token with that secret; empty where there is none, and where it was revoked. */
    public Optional<NodeToken> good(String secret) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM node_token WHERE sha256 = :sha256 AND revoked_at IS NULL")
                        .bind("sha256", hash(secret))
                        .map(NodeTokenStore::map)
                        .findOne());
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
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "revoked_at"));
    }
}
