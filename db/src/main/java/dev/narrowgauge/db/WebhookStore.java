package dev.narrowgauge.db;

import dev.narrowgauge.domain.webhook.DeliveryState;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The webhooks of a project and what is sent to them. Nothing here gives out a secret. */
public final class WebhookStore {
    /** Of a project: each verdict files a delivery for each. */
    public static final int MOST = 20;

    private static final String COLUMNS = """
            id, url, events, created_at, previous_until, deactivated_at,
            previous_secret IS NOT NULL AND coalesce(previous_until > clock_timestamp(), true) AS has_previous
            """;
    private static final String SELECT = "SELECT " + COLUMNS + " FROM webhook";

    private final Scopes scopes;

    public WebhookStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /** Empty where the project has as many as it may. */
    public Optional<Webhook> add(String url, List<WebhookEvent> events, String secret) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        INSERT INTO webhook (id, url, events, secret)
                        SELECT :id, :url, :events, :secret
                        WHERE (SELECT count(*) FROM webhook WHERE project_id = current_project()) < :most
                        RETURNING
                        """ + COLUMNS)
                .bind("id", OrderedId.next())
                .bind("url", url)
                .bind("events", Columns.texts(events, WebhookEvent::word))
                .bind("secret", secret)
                .bind("most", MOST)
                .map(WebhookStore::map)
                .findOne());
    }

    /** The oldest first. */
    public List<Webhook> list() {
        return scopes.withHandle(
                handle -> handle.createQuery(SELECT + " WHERE project_id = current_project() ORDER BY created_at, id")
                        .map(WebhookStore::map)
                        .list());
    }

    public Optional<Webhook> find(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(WebhookStore::map)
                .findOne());
    }

    /** With what was sent there and what waits. Gives what it was; empty where there is none of that id. */
    public Optional<Webhook> delete(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery("DELETE FROM webhook WHERE id = :id RETURNING " + COLUMNS)
                .bind("id", id)
                .map(WebhookStore::map)
                .findOne());
    }

    /**
     * Signs with another secret from now on, and with the one that it had, too; with no third.
     *
     * @param overlap for how long with that one; empty is until there is another
     * @return empty where there is no webhook of that id
     */
    public Optional<Webhook> rotate(UUID id, String secret, Optional<Duration> overlap) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        UPDATE webhook SET
                            previous_secret = secret, secret = :secret,
                            previous_until = clock_timestamp() + make_interval(secs => :overlap)
                        WHERE id = :id
                        RETURNING
                        """ + COLUMNS)
                .bind("id", id)
                .bind("secret", secret)
                .bind("overlap", overlap.map(time -> time.toMillis() / 1000.0).orElse(null))
                .map(WebhookStore::map)
                .findOne());
    }

    /** Files what only that webhook is told, which is to be a webhook of the project. */
    public WebhookDelivery file(UUID webhook, UUID eventId, WebhookEvent event, String body) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        INSERT INTO webhook_delivery (id, webhook_id, event_id, event, body)
                        VALUES (:id, :webhook, :eventId, :event, :body)
                        RETURNING *
                        """)
                .bind("id", OrderedId.next())
                .bind("webhook", webhook)
                .bind("eventId", eventId)
                .bind("event", event.word())
                .bind("body", body)
                .map(WebhookStore::mapDelivery)
                .one());
    }

    /** Files the same event once more, whatever has become of it; empty where there is no such delivery of that webhook. */
    public Optional<WebhookDelivery> fileAgain(UUID webhook, UUID delivery) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        INSERT INTO webhook_delivery (id, webhook_id, event_id, event, body)
                        SELECT :id, webhook_id, event_id, event, body FROM webhook_delivery
                        WHERE id = :delivery AND webhook_id = :webhook
                        RETURNING *
                        """)
                .bind("id", OrderedId.next())
                .bind("delivery", delivery)
                .bind("webhook", webhook)
                .map(WebhookStore::mapDelivery)
                .findOne());
    }

    /** Of a webhook of the project, what was filed last first. */
    public Page<WebhookDelivery> deliveries(UUID webhook, Optional<Cursor> after, int size) {
        Conditions conditions = Conditions.ofProject()
                .and("webhook_id = :webhook", "webhook", webhook)
                .beyond(after, "id", RunStore::uuid);
        List<WebhookDelivery> rows = scopes.withHandle(handle -> conditions
                .bind(handle.createQuery("SELECT * FROM webhook_delivery" + conditions.where()
                        + " ORDER BY created_at DESC, id DESC LIMIT :limit"))
                .bind("limit", size + 1)
                .map(WebhookStore::mapDelivery)
                .list());
        return Page.of(
                rows,
                size,
                delivery -> new Cursor(delivery.createdAt(), delivery.id().toString()));
    }

    private static Webhook map(ResultSet row, StatementContext context) throws SQLException {
        boolean hasPrevious = row.getBoolean("has_previous");
        return new Webhook(
                Columns.uuid(row, "id"),
                row.getString("url"),
                Columns.texts(row, "events"),
                Columns.instant(row, "created_at"),
                hasPrevious,
                Columns.optionalInstant(row, "previous_until").filter(_ -> hasPrevious),
                Columns.optionalInstant(row, "deactivated_at"));
    }

    private static WebhookDelivery mapDelivery(ResultSet row, StatementContext context) throws SQLException {
        DeliveryState state = DeliveryState.valueOf(row.getString("state"));
        int status = row.getInt("last_status");
        OptionalInt lastStatus = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(status);
        return new WebhookDelivery(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "webhook_id"),
                Columns.uuid(row, "event_id"),
                row.getString("event"),
                state,
                row.getInt("attempts"),
                Columns.optionalInstant(row, "next_attempt_at").filter(_ -> state == DeliveryState.WAITING),
                lastStatus,
                Optional.ofNullable(row.getString("last_error")),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "attempted_at"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
