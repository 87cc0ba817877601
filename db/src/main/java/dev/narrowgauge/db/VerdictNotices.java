package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.PreviousVerdict;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.webhook.VerdictNotice;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Files what webhooks are told of a verdict, in the transaction that gives it. */
final class VerdictNotices {
    private VerdictNotices() {}

    /** @param address of the service, as {@link VerdictNotice} has it */
    static void file(Handle handle, UUID runId, VerdictDocument verdict, String address) {
        Set<String> wanted =
                handle.createQuery("""
                        SELECT DISTINCT unnest(webhook.events)
                        FROM run JOIN webhook ON webhook.project_id = run.project_id
                        WHERE run.id = :run AND webhook.deactivated_at IS NULL
                        """).bind("run", runId).mapTo(String.class).set();
        if (wanted.isEmpty()) {
            return;
        }
        Optional<Verdict> previous = Optional.ofNullable(verdict.previous()).map(PreviousVerdict::verdict);
        if (wanted.contains(WebhookEvent.RUN_DECIDED.word())) {
            file(handle, runId, WebhookEvent.RUN_DECIDED, verdict, previous, address);
        }
        boolean changed = previous.isPresent() && previous.get() != verdict.verdict();
        if (changed && wanted.contains(WebhookEvent.VERDICT_CHANGED.word())) {
            file(handle, runId, WebhookEvent.VERDICT_CHANGED, verdict, previous, address);
        }
    }

    private static void file(
            Handle handle,
            UUID runId,
            WebhookEvent event,
            VerdictDocument verdict,
            Optional<Verdict> previous,
            String address) {
        UUID eventId = OrderedId.next();
        String body = Json.write(VerdictNotice.of(eventId, event, verdict, previous.orElse(null), address));
        handle.createUpdate("""
                        INSERT INTO webhook_delivery (id, project_id, webhook_id, event_id, event, body)
                        SELECT gen_random_uuid(), webhook.project_id, webhook.id, :eventId, :event, :body
                        FROM run JOIN webhook ON webhook.project_id = run.project_id
                        WHERE run.id = :run AND webhook.deactivated_at IS NULL AND :event = ANY (webhook.events)
                        """)
                .bind("eventId", eventId)
                .bind("event", event.word())
                .bind("body", body)
                .bind("run", runId)
                .execute();
    }
}
