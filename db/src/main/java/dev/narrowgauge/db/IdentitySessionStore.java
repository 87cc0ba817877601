package dev.narrowgauge.db;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions of pages whose users an identity provider knows, kept by the hashes of their secrets. */
public final class IdentitySessionStore {
    private static final double MILLIS = 1000.0;

    private final Jdbi jdbi;

    public IdentitySessionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Opens one, and forgets those that have expired. */
    public IdentitySession open(KeyText session, Identity identity, Duration lifetime) {
        return jdbi.inTransaction(handle -> {
            handle.execute("DELETE FROM identity_session WHERE expires_at <= clock_timestamp()");
            return handle.createQuery("""
                            INSERT INTO identity_session
                                (id, sha256, provider, subject, name, permissions, expires_at)
                            VALUES (
                                :id, :sha256, :provider, :subject, :name, :permissions,
                                clock_timestamp() + make_interval(secs => :seconds))
                            RETURNING *
                            """)
                    .bind("id", session.id())
                    .bind("sha256", session.sha256())
                    .bind("provider", identity.provider())
                    .bind("subject", identity.subject())
                    .bind("name", identity.name())
                    .bind("permissions", ApiKeyStore.words(identity.permissions()))
                    .bind("seconds", lifetime.toMillis() / MILLIS)
                    .map(IdentitySessionStore::map)
                    .one();
        });
    }

    /** The one with that id and secret, also where it has expired; empty where there is none. */
    public Optional<IdentitySession> find(UUID id, String sha256) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM identity_session WHERE id = :id AND sha256 = :sha256")
                        .bind("id", id)
                        .bind("sha256", sha256)
                        .map(IdentitySessionStore::map)
                        .findOne());
    }

    /** Ends the session, if there is one. */
    public void end(UUID id) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM identity_session WHERE id = :id")
                    .bind("id", id)
                    .execute();
            EventStore.tell(handle, Channel.API_KEY, id.toString());
        });
    }

    private static IdentitySession map(ResultSet row, StatementContext context) throws SQLException {
        return new IdentitySession(
                Columns.uuid(row, "id"),
                new Identity(
                        row.getString("provider"),
                        row.getString("subject"),
                        row.getString("name"),
                        ApiKeyStore.permissions(row)),
                Columns.instant(row, "expires_at"));
    }
}
