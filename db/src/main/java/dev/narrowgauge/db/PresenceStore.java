package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.job.DocumentVersions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The roles that processes run in, as they say of themselves. The database's clock says when. */
public final class PresenceStore {
    private final Jdbi jdbi;

    public PresenceStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One role of one process.
     *
     * @param process its name, unlike that of any other; the one in its leases where the role takes jobs
     * @param name of the role, such as {@code worker}
     * @param version of the program
     * @param known the newest documents that the program knows
     */
    public record Role(String process, String name, String version, DocumentVersions known) {
        public Role {
            requireNonNull(process, "process is null");
            requireNonNull(name, "name is null");
            requireNonNull(version, "version is null");
            requireNonNull(known, "known is null");
        }

        /** Of this program. */
        public Role(String process, String name, String version) {
            this(process, name, version, DocumentVersions.known());
        }
    }

    /**
     * What was last heard of a role.
     *
     * @param live whether that was lately
     * @param whyPaused why it takes no work for now; empty where it does
     */
    public record Presence(
            Role role, Instant startedAt, Instant lastSeenAt, boolean live, Optional<String> whyPaused) {}

    /** The role starts now. Those that nobody has heard of for a day are taken from the list. */
    public void begin(Role role) {
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM presence WHERE last_seen_at < clock_timestamp() - interval '1 day'");
            handle.createUpdate("""
                            INSERT INTO presence
                                (process, role, version, recipe_version, policy_version, started_at, last_seen_at)
                            VALUES (:process, :role, :version, :recipe, :policy, clock_timestamp(), clock_timestamp())
                            ON CONFLICT (process, role) DO UPDATE SET
                                version = excluded.version, recipe_version = excluded.recipe_version,
                                policy_version = excluded.policy_version, started_at = excluded.started_at,
                                last_seen_at = excluded.last_seen_at, paused = NULL
                            """)
                    .bind("process", role.process())
                    .bind("role", role.name())
                    .bind("version", role.version())
                    .bind("recipe", role.known().recipe())
                    .bind("policy", role.known().policy())
                    .execute();
        });
    }

    /** The role is still there. */
    public void seen(Role role, Optional<String> whyPaused) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO presence
                            (process, role, version, recipe_version, policy_version, started_at, last_seen_at, paused)
                        VALUES
                            (:process, :role, :version, :recipe, :policy, clock_timestamp(), clock_timestamp(), :paused)
                        ON CONFLICT (process, role) DO UPDATE SET
                            last_seen_at = excluded.last_seen_at, paused = excluded.paused
                        """)
                .bind("process", role.process())
                .bind("role", role.name())
                .bind("version", role.version())
                .bind("recipe", role.known().recipe())
                .bind("policy", role.known().policy())
                .bind("paused", whyPaused)
                .execute());
    }

    /** The role has ended. */
    public void leave(Role role) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM presence WHERE process = :process AND role = :role")
                .bind("process", role.process())
                .bind("role", role.name())
                .execute());
    }

    /** @param liveWithin how long after it was last seen a role still counts as live */
    public List<Presence> list(Duration liveWithin) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT presence.*, last_seen_at > clock_timestamp() - make_interval(secs => :within) AS live
                        FROM presence
                        ORDER BY role, started_at, process
                        """)
                .bind("within", liveWithin.toMillis() / 1000.0)
                .map(PresenceStore::map)
                .list());
    }

    private static Presence map(ResultSet row, StatementContext context) throws SQLException {
        return new Presence(
                new Role(row.getString("process"), row.getString("role"), row.getString("version"), known(row)),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "last_seen_at"),
                row.getBoolean("live"),
                Optional.ofNullable(row.getString("paused")));
    }

    /** Programs of releases before do not say so. */
    private static DocumentVersions known(ResultSet row) throws SQLException {
        int recipe = row.getInt("recipe_version");
        int policy = row.getInt("policy_version");
        return row.wasNull() ? DocumentVersions.FIRST : new DocumentVersions(recipe, policy);
    }
}
