package dev.narrowgauge.db;

import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.DeliveryState;
import dev.narrowgauge.domain.webhook.RetrySchedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What is to be sent to the webhooks of all projects. Any number of processes may send: each delivery is sent at least once, and to
 * each webhook one at a time.
 */
public final class WebhookOutbox {
    private static final String TOO_OLD = "It could not be sent within two days, so it is not tried any more.";

    private final Scopes scopes;

    public WebhookOutbox(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /**
     * One that this process is to send. Nobody else does so while the lease lasts.
     *
     * @param sender of this claim; another one of the same webhook has another
     * @param attempt from 1
     * @param secrets to sign with, the newest first
     */
    public record Due(
            UUID id,
            UUID webhook,
            UUID sender,
            UUID eventId,
            String event,
            String url,
            String body,
            int attempt,
            List<String> secrets) {
        public Due {
            secrets = List.copyOf(secrets);
        }

        /** Without secrets: this may come into a log. */
        @Override
        public String toString() {
            return "delivery %s, attempt %d".formatted(id, attempt);
        }
    }

    /** Of each webhook that nobody sends to the delivery that is due longest, those first that wait longest for their turn. */
    public List<Due> claim(int most, Duration lease) {
        return scopes.inTransaction(handle -> {
            List<UUID> webhooks = free(handle, most);
            return webhooks.isEmpty() ? List.of() : claim(handle, webhooks, lease);
        });
    }

    private static List<UUID> free(Handle handle, int most) {
        return handle.createQuery("""
                        SELECT id FROM webhook
                        WHERE deactivated_at IS NULL AND coalesce(sender_until < clock_timestamp(), true)
                            AND EXISTS (
                                SELECT FROM webhook_delivery
                                WHERE webhook_id = webhook.id AND state = 'WAITING'
                                    AND next_attempt_at <= clock_timestamp())
                        ORDER BY served_at, id
                        LIMIT :most
                        FOR NO KEY UPDATE SKIP LOCKED
                        """).bind("most", most).mapTo(UUID.class).list();
    }

    /** Looked at anew, as another process may have ended one before this one had the lock. */
    private static List<Due> claim(Handle handle, List<UUID> webhooks, Duration lease) {
        return handle.createQuery("""
                        WITH taken AS (
                            UPDATE webhook_delivery SET attempts = attempts + 1, attempted_at = clock_timestamp()
                            FROM webhook CROSS JOIN LATERAL (
                                SELECT id FROM webhook_delivery
                                WHERE webhook_id = webhook.id AND state = 'WAITING' AND next_attempt_at <= clock_timestamp()
                                ORDER BY next_attempt_at, id
                                LIMIT 1) AS due
                            WHERE webhook.id = ANY (:webhooks) AND webhook_delivery.id = due.id
                            RETURNING webhook_delivery.*)
                        UPDATE webhook SET
                            sender = gen_random_uuid(), served_at = clock_timestamp(),
                            sender_until = clock_timestamp() + make_interval(secs => :lease)
                        FROM taken
                        WHERE webhook.id = taken.webhook_id
                        RETURNING
                            taken.id, taken.webhook_id, taken.event_id, taken.event, taken.body, taken.attempts,
                            sender, url, secret,
                            CASE WHEN coalesce(previous_until > clock_timestamp(), true) THEN previous_secret END AS previous
                        """)
                .bind("webhooks", webhooks.toArray(UUID[]::new))
                .bind("lease", lease.toMillis() / 1000.0)
                .map(WebhookOutbox::map)
                .list();
    }

    /**
     * Writes how a try ended, and lets others send there. Does nothing where the lease had ended and somebody else has tried since.
     *
     * @param random in [0, 1), for the time of the next try
     */
    public void end(Due due, DeliveryOutcome outcome, double random) {
        Optional<Duration> wait = outcome instanceof DeliveryOutcome.Postponed
                ? RetrySchedule.after(due.attempt(), random)
                : Optional.empty();
        DeliveryState state = switch (outcome) {
            case DeliveryOutcome.Taken _ -> DeliveryState.DELIVERED;
            case DeliveryOutcome.Postponed _ -> wait.isPresent() ? DeliveryState.WAITING : DeliveryState.FAILED;
            case DeliveryOutcome.Refused _, DeliveryOutcome.Unwanted _ -> DeliveryState.FAILED;
        };
        scopes.useTransaction(handle -> {
            // In the order in which they are claimed.
            handle.createUpdate("""
                            UPDATE webhook SET
                                sender = NULL, sender_until = NULL,
                                deactivated_at = CASE WHEN :gone THEN clock_timestamp() ELSE deactivated_at END
                            WHERE id = :webhook AND sender = :sender
                            """)
                    .bind("gone", outcome instanceof DeliveryOutcome.Unwanted)
                    .bind("webhook", due.webhook())
                    .bind("sender", due.sender())
                    .execute();
            write(handle, due, outcome, state, wait);
            if (outcome instanceof DeliveryOutcome.Unwanted unwanted) {
                failAll(handle, due.webhook(), unwanted.reason());
            }
        });
    }

    private static void write(
            Handle handle, Due due, DeliveryOutcome outcome, DeliveryState state, Optional<Duration> wait) {
        handle.createUpdate("""
                        UPDATE webhook_delivery SET
                            state = :state, last_status = :status, last_error = :error,
                            next_attempt_at = clock_timestamp() + make_interval(secs => :wait),
                            ended_at = CASE WHEN :state <> 'WAITING' THEN clock_timestamp() END
                        WHERE id = :id AND attempts = :attempt AND state = 'WAITING'
                        """)
                .bind("state", state.name())
                .bind(
                        "status",
                        outcome.status().isPresent()
                                ? (Integer) outcome.status().getAsInt()
                                : null)
                .bind("error", reason(outcome))
                .bind("wait", wait.orElse(Duration.ZERO).toMillis() / 1000.0)
                .bind("id", due.id())
                .bind("attempt", due.attempt())
                .execute();
    }

    private static String reason(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Taken _ -> null;
            case DeliveryOutcome.Postponed postponed -> postponed.reason();
            case DeliveryOutcome.Refused refused -> refused.reason();
            case DeliveryOutcome.Unwanted unwanted -> unwanted.reason();
        };
    }

    private static void failAll(Handle handle, UUID webhook, String reason) {
        handle.createUpdate("""
                        UPDATE webhook_delivery SET state = 'FAILED', last_error = :reason, ended_at = clock_timestamp()
                        WHERE webhook_id = :webhook AND state = 'WAITING'
                        """).bind("webhook", webhook).bind("reason", reason).execute();
    }

    /**
     * Gives up what has waited for two days, as where a receiver is too slow for all that it is sent, and deletes what ended longer ago
     * than that or is of a project that is being deleted.
     *
     * @param most of each sort
     * @return how many; 0 where nothing is left
     */
    public int drop(Duration keep, int most) {
        return scopes.inTransaction(handle -> {
            int givenUp = handle.createUpdate("""
                            UPDATE webhook_delivery SET
                                state = 'FAILED', last_error = :reason, ended_at = clock_timestamp()
                            WHERE id IN (
                                SELECT id FROM webhook_delivery
                                WHERE state = 'WAITING' AND created_at < now() - interval '2 days'
                                LIMIT :most
                                FOR UPDATE SKIP LOCKED)
                            """)
                    .bind("reason", TOO_OLD)
                    .bind("most", most)
                    .execute();
            int old = handle.createUpdate("""
                            DELETE FROM webhook_delivery WHERE id IN (
                                SELECT id FROM webhook_delivery
                                WHERE ended_at < now() - make_interval(secs => :keep)
                                LIMIT :most
                                FOR UPDATE SKIP LOCKED)
                            """)
                    .bind("keep", keep.toMillis() / 1000.0)
                    .bind("most", most)
                    .execute();
            int ofDoomed = handle.createUpdate("""
                            DELETE FROM webhook_delivery WHERE id IN (
                                SELECT webhook_delivery.id
                                FROM project
                                JOIN webhook ON webhook.project_id = project.id
                                JOIN webhook_delivery ON webhook_delivery.webhook_id = webhook.id
                                WHERE project.deletion_asked_at IS NOT NULL
                                LIMIT :most
                                FOR UPDATE OF webhook_delivery SKIP LOCKED)
                            """).bind("most", most).execute();
            return givenUp + old + ofDoomed;
        });
    }

    private static Due map(ResultSet row, StatementContext context) throws SQLException {
        List<String> secrets = new ArrayList<>(List.of(row.getString("secret")));
        Optional.ofNullable(row.getString("previous")).ifPresent(secrets::add);
        return new Due(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "webhook_id"),
                Columns.uuid(row, "sender"),
                Columns.uuid(row, "event_id"),
                row.getString("event"),
                row.getString("url"),
                row.getString("body"),
                row.getInt("attempts"),
                secrets);
    }
}
