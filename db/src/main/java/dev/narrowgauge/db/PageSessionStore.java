package dev.narrowgauge.db;

import dev.narrowgauge.domain.access.KeyText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions of pages and the codes that open them once, kept by the hashes of their secrets. */
public final class PageSessionStore {
    private static final double MILLIS = 1000.0;

    private final Scopes scopes;

    public PageSessionStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /**
     * Keeps a code that opens one session for the holder of the key, and forgets those that nobody used in time.
     *
     * @param sha256 of the code
     */
    public void offer(UUID key, String sha256, Duration lifetime) {
        scopes.useTransaction(handle -> {
            handle.execute("DELETE FROM sign_in WHERE expires_at <= clock_timestamp()");
            handle.createUpdate("""
                            INSERT INTO sign_in (sha256, api_key, expires_at)
                            VALUES (:sha256, :key, clock_timestamp() + make_interval(secs => :seconds))
                            """)
                    .bind("sha256", sha256)
                    .bind("key", key)
                    .bind("seconds", lifetime.toMillis() / MILLIS)
                    .execute();
        });
    }

    /**
     * Opens a session with a code, which is good for nothing any more, and forgets sessions that have expired.
     *
     * @param code its SHA-256
     * @return empty where there is no such code, or not any more
     */
    public Optional<PageSession> open(String code, KeyText session, Duration lifetime) {
        return scopes.inTransaction(handle -> {
            handle.execute("DELETE FROM page_session WHERE expires_at <= clock_timestamp()");
            int opened = handle.createUpdate("""
                            WITH used AS (
                                DELETE FROM sign_in WHERE sha256 = :code AND expires_at > clock_timestamp()
                                RETURNING api_key)
                            INSERT INTO page_session (id, api_key, sha256, expires_at)
                            SELECT :id, api_key, :sha256, clock_timestamp() + make_interval(secs => :seconds) FROM used
                            """)
                    .bind("code", code)
                    .bind("id", session.id())
                    .bind("sha256", session.sha256())
                    .bind("seconds", lifetime.toMillis() / MILLIS)
                    .execute();
            return opened == 0 ? Optional.empty() : find(handle, session.id(), session.sha256());
        });
    }

    /** The one with that id and secret, also where it has expired; empty where there is none. */
    public Optional<PageSession> find(UUID id, String sha256) {
        return scopes.withHandle(handle -> find(handle, id, sha256));
    }

    private static Optional<PageSession> find(Handle handle, UUID id, String sha256) {
        return handle.createQuery("""
                        SELECT api_key.*, page_session.id AS session, page_session.expires_at AS session_expires_at
                        FROM page_session JOIN api_key ON api_key.id = page_session.api_key
                        WHERE page_session.id = :id AND page_session.sha256 = :sha256
                        """)
                .bind("id", id)
                .bind("sha256", sha256)
                .map(PageSessionStore::map)
                .findOne();
    }

    /** Ends the session, if there is one. */
    public void end(UUID id) {
        scopes.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM page_session WHERE id = :id")
                    .bind("id", id)
                    .execute();
            EventStore.tell(handle, Channel.API_KEY, id.toString());
        });
    }

    private static PageSession map(ResultSet row, StatementContext context) throws SQLException {
        return new PageSession(
                Columns.uuid(row, "session"),
                ApiKeyStore.map(row, context),
                Columns.instant(row, "session_expires_at"));
    }
}
