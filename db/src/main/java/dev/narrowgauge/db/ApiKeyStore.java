package dev.narrowgauge.db;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** API keys, kept by the hashes of their secrets. Whoever keeps what was read of one is told when it changes. */
public final class ApiKeyStore {
    private static final double MILLIS = 1000.0;

    private final Scopes scopes;

    public ApiKeyStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /** For who needs nothing else of the database. */
    public static ApiKeyStore in(DataSource database) {
        return new ApiKeyStore(Database.jdbi(database));
    }

    /**
     * What is asked of a new key.
     *
     * @param projects one or more
     * @param lifetime empty where it does not expire
     * @param madeBy the key whose holder asks; empty where nobody is known
     */
    public record Wanted(
            String name,
            Set<Permission> permissions,
            Set<UUID> projects,
            Optional<Duration> lifetime,
            Optional<UUID> madeBy) {
        /** For the project that there is from the first. */
        public Wanted(String name, Set<Permission> permissions, Optional<Duration> lifetime, Optional<UUID> madeBy) {
            this(name, permissions, Set.of(Project.FIRST), lifetime, madeBy);
        }
    }

    public ApiKey add(KeyText key, Wanted wanted) {
        return scopes.withHandle(handle -> add(handle, key, wanted));
    }

    private static ApiKey add(Handle handle, KeyText key, Wanted wanted) {
        return handle.createQuery("""
                        INSERT INTO api_key (id, name, permissions, projects, sha256, made_by, created_at, expires_at)
                        SELECT
                            CAST(:id AS uuid), :name, CAST(:permissions AS text[]), CAST(:projects AS uuid[]), :sha256,
                            CAST(:madeBy AS uuid),
                            made, made + make_interval(secs => CAST(:seconds AS double precision))
                        FROM clock_timestamp() AS made
                        RETURNING *
                        """)
                .bind("id", key.id())
                .bind("name", wanted.name())
                .bind("permissions", words(wanted.permissions()))
                .bind("projects", wanted.projects().toArray(UUID[]::new))
                .bind("sha256", key.sha256())
                .bind("madeBy", wanted.madeBy().map(UUID::toString).orElse(null))
                .bind("seconds", wanted.lifetime().map(ApiKeyStore::seconds).orElse(null))
                .map(ApiKeyStore::map)
                .one();
    }

    /** The one with that id and secret, also where it has expired or was revoked; empty where there is none. */
    public Optional<ApiKey> find(UUID id, String sha256) {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM api_key WHERE id = :id AND sha256 = :sha256")
                        .bind("id", id)
                        .bind("sha256", sha256)
                        .map(ApiKeyStore::map)
                        .findOne());
    }

    /** All, the oldest first. */
    public List<ApiKey> list() {
        return scopes.withHandle(handle -> handle.createQuery("SELECT * FROM api_key ORDER BY created_at, id")
                .map(ApiKeyStore::map)
                .list());
    }

    /**
     * Makes a key that follows another, with its name, permissions and projects. The other stays good for the overlap, unless it
     * expires before.
     *
     * @param madeBy the key whose holder asks; empty where nobody is known
     * @return empty where there is no such key, or it is not good any more
     */
    public Optional<ApiKey> rotate(
            UUID id, KeyText next, Duration overlap, Optional<Duration> lifetime, Optional<UUID> madeBy) {
        return scopes.inTransaction(handle -> {
            Optional<ApiKey> before = handle.createQuery("""
                            UPDATE api_key SET
                                expires_at = least(expires_at, clock_timestamp() + make_interval(secs => :seconds))
                            WHERE id = :id AND revoked_at IS NULL
                                AND (expires_at IS NULL OR expires_at > clock_timestamp())
                            RETURNING *
                            """)
                    .bind("id", id)
                    .bind("seconds", seconds(overlap))
                    .map(ApiKeyStore::map)
                    .findOne();
            before.ifPresent(key -> tell(handle, key.id()));
            return before.map(key ->
                    add(handle, next, new Wanted(key.name(), key.permissions(), key.projects(), lifetime, madeBy)));
        });
    }

    /** The key, which is good for nothing any more, nor are its sessions; empty where there is none of that id. */
    public Optional<ApiKey> revoke(UUID id) {
        return scopes.inTransaction(handle -> {
            Optional<ApiKey> revoked =
                    handle.createQuery("""
                            UPDATE api_key SET revoked_at = coalesce(revoked_at, clock_timestamp())
                            WHERE id = :id
                            RETURNING *
                            """).bind("id", id).map(ApiKeyStore::map).findOne();
            revoked.ifPresent(key -> tell(handle, key.id()));
            return revoked;
        });
    }

    /** Writes that the key is used, once a minute at most. */
    public void used(UUID id) {
        scopes.useHandle(handle -> handle.createUpdate("""
                        UPDATE api_key SET last_used_at = clock_timestamp()
                        WHERE id = :id
                            AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                        """).bind("id", id).execute());
    }

    /**
     * Makes the key the admin key that comes with the installation, in the place of the one before it, which is revoked.
     *
     * @return false where it is known already, revoked or not; nothing has changed then
     */
    public boolean install(KeyText key) {
        return scopes.inTransaction(handle -> {
            int added = handle.createUpdate("""
                            INSERT INTO api_key (id, name, permissions, sha256, installed)
                            VALUES (:id, 'admin', :permissions, :sha256, true)
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", key.id())
                    .bind("permissions", words(Role.ADMIN.permissions()))
                    .bind("sha256", key.sha256())
                    .execute();
            if (added == 0) {
                return false;
            }
            handle.createQuery("""
                            UPDATE api_key SET revoked_at = clock_timestamp()
                            WHERE installed AND id <> :id AND revoked_at IS NULL
                            RETURNING id
                            """)
                    .bind("id", key.id())
                    .mapTo(UUID.class)
                    .list()
                    .forEach(before -> tell(handle, before));
            return true;
        });
    }

    private static void tell(Handle handle, UUID key) {
        EventStore.tell(handle, Channel.API_KEY, key.toString());
    }

    private static Double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    static String[] words(Set<Permission> permissions) {
        return permissions.stream().sorted(naturalOrder()).map(Permission::word).toArray(String[]::new);
    }

    static ApiKey map(ResultSet row, StatementContext context) throws SQLException {
        return new ApiKey(
                Columns.uuid(row, "id"),
                row.getString("name"),
                permissions(Columns.texts(row, "permissions")),
                Set.copyOf(List.of((UUID[]) row.getArray("projects").getArray())),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "last_used_at"),
                Columns.optionalInstant(row, "revoked_at"));
    }

    /** Of permissions that only a newer version has this one knows nothing, and gives nothing. */
    static Set<Permission> permissions(List<String> words) {
        return words.stream().map(Permission::ofWord).flatMap(Optional::stream).collect(toUnmodifiableSet());
    }
}
