package dev.narrowgauge.domain.webhook;

import dev.narrowgauge.domain.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a webhook is told of a release, as its receiver reads it. Keys are only ever added.
 *
 * @param id of the event, the same however often it is sent
 * @param event its word
 * @param release what was proposed, or is active now
 * @param previous what was active before; null where nothing was, and of a proposal
 * @param by whose call it was; null where the service asks nobody for a key
 */
public record ReleaseNotice(
        UUID id, String event, Instant at, Released release, Released previous, String by, String reason) {

    /**
     * @param sha256 of the variant's file
     * @param address where the release is
     */
    public record Released(
            UUID id,
            String modelName,
            int number,
            UUID runId,
            UUID variantId,
            String sha256,
            String recipe,
            List<String> deviceClasses,
            String address) {
        static Released of(Release release, String service) {
            Release.Content content = release.content();
            return new Released(
                    release.id(),
                    release.modelName(),
                    release.number(),
                    content.runId(),
                    content.variantId(),
                    content.sha256(),
                    content.recipe(),
                    content.deviceClasses(),
                    "%s/v1/releases/%s".formatted(service, release.id()));
        }
    }

    /** @param address of the service, as {@link VerdictNotice} has it */
    public static ReleaseNotice of(
            UUID id,
            WebhookEvent event,
            Instant at,
            Release release,
            Release previous,
            String by,
            String reason,
            String address) {
        return new ReleaseNotice(
                id,
                event.word(),
                at,
                Released.of(release, address),
                previous == null ? null : Released.of(previous, address),
                by,
                reason);
    }
}
