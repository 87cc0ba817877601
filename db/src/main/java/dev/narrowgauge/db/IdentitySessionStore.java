package dev.narrowgauge.db;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions of pages whose users an identity provider knows, kept by the hashes of their secrets. */
public final class IdentitySessionStore {
    private static final double MILLIS = 1000.0;
    private static final TypeReference<Map<String, List<String>>> PROJECTS = new TypeReference<>() {};

    private final Scopes scopes;

    public IdentitySessionStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /** Opens one, and forgets those that have expired. */
    public IdentitySession open(KeyText session, Identity identity, Duration lifetime) {
        return scopes.inTransaction(handle -> {
            handle.execute("DELETE FROM identity_session WHERE expires_at <= clock_timestamp()");
            return handle.createQuery("""
                            INSERT INTO identity_session
                                (id, sha256, provider, subject, name, projects, expires_at)
                            VALUES (
                                :id, :sha256, :provider, :subject, :name, CAST(:projects AS jsonb),
                                clock_timestamp() + make_interval(secs => :seconds))
                            RETURNING *
                            """)
                    .bind("id", session.id())
                    .bind("sha256", session.sha256())
                    .bind("provider", identity.provider())
                    .bind("subject", identity.subject())
                    .bind("name", identity.name())
                    .bind("projects", Json.write(words(identity.projects())))
                    .bind("seconds", lifetime.toMillis() / MILLIS)
                    .map(IdentitySessionStore::map)
                    .one();
        });
    }

    /** The one with that id and secret, also where it has expired; empty where there is none. */
    public Optional<IdentitySession> find(UUID id, String sha256) {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM identity_session WHERE id = :id AND sha256 = :sha256")
                        .bind("id", id)
                        .bind("sha256", sha256)
                        .map(IdentitySessionStore::map)
                        .findOne());
    }

    /** Ends the session, if there is one. */
    public void end(UUID id) {
        scopes.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM identity_session WHERE id = :id")
                    .bind("id", id)
                    .execute();
            EventStore.tell(handle, Channel.API_KEY, id.toString());
        });
    }

    private static Map<String, String[]> words(Map<String, Set<Permission>> projects) {
        return projects.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, given -> ApiKeyStore.words(given.getValue())));
    }

    private static Map<String, Set<Permission>> projects(ResultSet row) throws SQLException {
        return Json.read(row.getString("projects"), PROJECTS).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, given -> ApiKeyStore.permissions(given.getValue())));
    }

    private static IdentitySession map(ResultSet row, StatementContext context) throws SQLException {
        return new IdentitySession(
                Columns.uuid(row, "id"),
                new Identity(row.getString("provider"), row.getString("subject"), row.getString("name"), projects(row)),
                Columns.instant(row, "expires_at"));
    }
}
