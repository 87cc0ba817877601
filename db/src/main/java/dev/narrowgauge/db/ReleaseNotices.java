package dev.narrowgauge.db;

import dev.narrowgauge.domain.release.NamedReleases.Change;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseState;
import dev.narrowgauge.domain.release.ReleaseStep.Actor;
import dev.narrowgauge.domain.webhook.ReleaseNotice;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Files what webhooks are told of releases, in the transaction that changes them. */
final class ReleaseNotices {
    private ReleaseNotices() {}

    /** @param changed what was asked for, as it is now; a proposal where nothing else has changed */
    static void file(Handle handle, Release changed, List<Change> changes, ReleaseStore.Call call) {
        if (changes.isEmpty()) {
            file(handle, WebhookEvent.RELEASE_PROPOSED, changed, Optional.empty(), changed.createdAt(), call);
            return;
        }
        Optional<Release> active = to(changes, ReleaseState.ACTIVE);
        if (active.isEmpty()) {
            return;
        }
        Optional<Release> rolledBack = to(changes, ReleaseState.ROLLED_BACK);
        file(
                handle,
                rolledBack.isPresent() ? WebhookEvent.RELEASE_ROLLED_BACK : WebhookEvent.RELEASE_PROMOTED,
                active.get(),
                rolledBack.or(() -> to(changes, ReleaseState.REPLACED)),
                changed.steps().getLast().at(),
                call);
    }

    private static Optional<Release> to(List<Change> changes, ReleaseState state) {
        return changes.stream()
                .filter(change -> change.state() == state)
                .map(Change::release)
                .findFirst();
    }

    private static void file(
            Handle handle,
            WebhookEvent event,
            Release release,
            Optional<Release> previous,
            Instant at,
            ReleaseStore.Call call) {
        UUID eventId = OrderedId.next();
        ReleaseNotice notice = ReleaseNotice.of(
                eventId,
                event,
                at,
                release,
                previous.orElse(null),
                call.by().map(Actor::name).orElse(null),
                call.reason(),
                call.address());
        handle.createUpdate("""
                        INSERT INTO webhook_delivery (id, webhook_id, event_id, event, body)
                        SELECT gen_random_uuid(), id, :eventId, :event, :body FROM webhook
                        WHERE project_id = current_project() AND deactivated_at IS NULL AND :event = ANY (events)
                        """)
                .bind("eventId", eventId)
                .bind("event", event.word())
                .bind("body", Json.write(notice))
                .execute();
    }
}
