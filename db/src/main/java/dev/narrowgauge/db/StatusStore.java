package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.JobKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** What somebody asks who wants to know whether a deployment gets on with its work. */
public final class StatusStore {
    /** Each part by an index that has open jobs alone, as those that have ended are a thousand times as many. */
    static final String QUEUES = """
            SELECT kind, device_class,
                CAST(sum(queued) AS bigint) AS queued, CAST(sum(running) AS bigint) AS running, min(oldest) AS oldest,
                CAST(extract(epoch FROM clock_timestamp() - min(oldest)) * 1000 AS bigint) AS age_millis
            FROM (
                SELECT kind, device_class, count(*) AS queued, 0 AS running, min(queued_at) AS oldest
                FROM job WHERE state = 'QUEUED' GROUP BY kind, device_class
                UNION ALL
                SELECT kind, device_class, 0, count(*), NULL
                FROM job WHERE state = 'RUNNING' GROUP BY kind, device_class) AS part
            GROUP BY kind, device_class
            ORDER BY kind DESC, device_class
            """;

    /** Grouped before it is asked who knows them, for there may be many. */
    private static final String UNKNOWN = """
            WITH newer AS (
                SELECT kind, device_class, recipe_version, policy_version, count(*) AS queued
                FROM job
                WHERE state = 'QUEUED' AND (recipe_version > :firstRecipe OR policy_version > :firstPolicy)
                GROUP BY kind, device_class, recipe_version, policy_version)
            SELECT * FROM newer
            WHERE NOT EXISTS (
                SELECT FROM presence
                WHERE last_seen_at > clock_timestamp() - make_interval(secs => :within)
                    AND coalesce(presence.recipe_version, :firstRecipe) >= newer.recipe_version
                    AND coalesce(presence.policy_version, :firstPolicy) >= newer.policy_version
                    AND CASE newer.kind
                        WHEN 'QUANTIZE' THEN presence.role = 'worker'
                        ELSE EXISTS (
                            SELECT FROM node
                            WHERE node.holder = presence.process AND newer.device_class = ANY (node.device_classes))
                        END)
            ORDER BY kind DESC, device_class, recipe_version, policy_version
            """;

    private final Scopes scopes;

    public StatusStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /**
     * The open jobs of a kind and device class.
     *
     * @param oldest of those that wait; empty where none does
     */
    public record Queue(
            JobKind kind, Optional<String> deviceClass, long queued, long running, Optional<Oldest> oldest) {}

    /** @param age by the database's clock */
    public record Oldest(Instant queuedAt, Duration age) {}

    /** Those that have open jobs, in the order in which a run passes through them. */
    public List<Queue> queues() {
        return scopes.withHandle(
                handle -> handle.createQuery(QUEUES).map(StatusStore::map).list());
    }

    /** Jobs that wait, all about documents of the same versions. */
    public record Newer(JobKind kind, Optional<String> deviceClass, DocumentVersions documents, long queued) {
        public boolean isOf(Queue queue) {
            return kind == queue.kind() && deviceClass.equals(queue.deviceClass());
        }
    }

    /**
     * Those that no live process can take, for it would have to know newer documents.
     *
     * @param liveWithin how long after it was last seen a process still counts as live
     */
    public List<Newer> unknown(Duration liveWithin) {
        return scopes.withHandle(handle -> handle.createQuery(UNKNOWN)
                .bind("firstRecipe", DocumentVersions.FIRST.recipe())
                .bind("firstPolicy", DocumentVersions.FIRST.policy())
                .bind("within", liveWithin.toMillis() / 1000.0)
                .map(StatusStore::mapNewer)
                .list());
    }

    /**  messages that wait for the topic */
    public record RefusedTopic(String name, long messages) {}

    /** Topics that the brokers do not have and refuse to make, so that nobody is told of jobs there. */
    public List<RefusedTopic> refusedTopics() {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT topic, count(*) AS messages FROM outbox
                        WHERE refused_at IS NOT NULL
                        GROUP BY topic
                        ORDER BY topic
                        """)
                .map((row, _) -> new RefusedTopic(row.getString("topic"), row.getLong("messages")))
                .list());
    }

    /**
     * Dispatch messages that are still to be sent.
     *
     * @param refused of them, those whose topic the brokers refuse
     * @param oldest how long the one that has been due for longest waits; zero where none is due
     */
    public record Outbox(long messages, long refused, Duration oldest) {}

    /** One that was refused is put off again and again, and has waited since it was written. */
    public Outbox outbox() {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) AS messages, count(refused_at) AS refused,
                            CAST(1000 * coalesce(extract(epoch FROM clock_timestamp() - min(
                                CASE WHEN refused_at IS NULL THEN not_before ELSE created_at END)
                                FILTER (WHERE refused_at IS NOT NULL OR not_before <= clock_timestamp())), 0) AS bigint)
                                AS oldest_millis
                        FROM outbox
                        """)
                .map((row, _) -> new Outbox(
                        row.getLong("messages"),
                        row.getLong("refused"),
                        Duration.ofMillis(row.getLong("oldest_millis"))))
                .one());
    }

    /** Whether a node takes jobs of its classes. */
    public enum NodeState {
        ACTIVE,
        DRAINED,
        QUARANTINED,
        /** It was not seen lately, or its agent has left. */
        GONE
    }

    /** @param silence since its agent was last heard of; empty where that has left in good order */
    public record NodeStatus(
            String name,
            List<String> deviceClasses,
            NodeState state,
            boolean quarantined,
            Optional<Duration> silence) {}

    /**
     * Nodes that were seen within a day, the latest first and not more than a thousand: who counts them counts no more.
     *
     * @param liveWithin how long after it was last seen a node still counts as live
     */
    public List<NodeStatus> nodes(Duration liveWithin) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT name, device_classes, quarantined_at IS NOT NULL AS quarantined,
                            CASE
                                WHEN holder IS NULL
                                    OR last_seen_at <= clock_timestamp() - make_interval(secs => :within) THEN 'GONE'
                                WHEN quarantined_at IS NOT NULL THEN 'QUARANTINED'
                                WHEN drained_at IS NOT NULL THEN 'DRAINED'
                                ELSE 'ACTIVE'
                            END AS state,
                            CASE WHEN holder IS NOT NULL THEN
                                CAST(1000 * extract(epoch FROM clock_timestamp() - last_seen_at) AS bigint)
                            END AS silence_millis
                        FROM node
                        WHERE last_seen_at > clock_timestamp() - interval '1 day'
                        ORDER BY last_seen_at DESC, name
                        LIMIT 1000
                        """)
                .bind("within", liveWithin.toMillis() / 1000.0)
                .map(StatusStore::mapNode)
                .list());
    }

    /** Of the models, datasets and variants of all projects, in bytes; content that several have counts for each. */
    public long storedBytes() {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT CAST(coalesce(sum(bytes), 0) AS bigint) FROM stored_use")
                        .mapTo(Long.class)
                        .one());
    }

    /** Version of the database's schema. */
    public String schemaVersion() {
        return scopes.withHandle(
                handle -> handle.createQuery("""
                        SELECT version FROM flyway_schema_history
                        WHERE success AND version IS NOT NULL
                        ORDER BY installed_rank DESC
                        LIMIT 1
                        """).mapTo(String.class).one());
    }

    private static Queue map(ResultSet row, StatementContext context) throws SQLException {
        Duration age = Duration.ofMillis(row.getLong("age_millis"));
        return new Queue(
                JobKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("device_class")),
                row.getLong("queued"),
                row.getLong("running"),
                Columns.optionalInstant(row, "oldest").map(since -> new Oldest(since, age)));
    }

    private static NodeStatus mapNode(ResultSet row, StatementContext context) throws SQLException {
        long silence = row.getLong("silence_millis");
        Optional<Duration> known = row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(silence));
        return new NodeStatus(
                row.getString("name"),
                Columns.texts(row, "device_classes"),
                NodeState.valueOf(row.getString("state")),
                row.getBoolean("quarantined"),
                known);
    }

    private static Newer mapNewer(ResultSet row, StatementContext context) throws SQLException {
        return new Newer(
                JobKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("device_class")),
                new DocumentVersions(row.getInt("recipe_version"), row.getInt("policy_version")),
                row.getLong("queued"));
    }
}
